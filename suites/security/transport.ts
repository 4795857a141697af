// Reading Set-Cookie headers.

/** Cookies of load balancers and network edges, which carry no session of the service. */
const infrastructure =
  /^(AWSALB|AWSALBCORS|AWSALBTG|AWSALBTGCORS|__cf|_cfuvid|cf_|incap_|visid_incap|nlbi_|ARRAffinity|BIGip|TS0|ak_bmsc|bm_)/i

interface Cookie {
  readonly name: string
  readonly attributes: string
}

/** The cookies of a Set-Cookie header, several joined by ", "; a comma inside Expires does not part them. */
function cookiesIn(header: string): readonly Cookie[] {
  return header
    .split(/,\s*(?=[^;,=\s]+=)/)
    .map(text => ({ name: text.split('=')[0]?.trim() ?? '', attributes: text.slice(text.indexOf(';')) }))
    .filter(({ name }) => name !== '' && !infrastructure.test(name))
}

/** The name of a cookie that may travel without TLS; undefined where there is none. */
export function openCookie(header: string): string | undefined {
  return cookiesIn(header).find(({ attributes }) => !/;\s*secure\s*(;|$)/i.test(attributes))?.name
}

/** The name of a cookie that outlives the browser session; undefined where there is none. */
export function longLivedCookie(header: string, now: number = Date.now()): string | undefined {
  return cookiesIn(header).find(({ attributes }) => {
    const age = /;\s*max-age\s*=\s*"?(-?\d+)/i.exec(attributes)?.[1]
    if (age !== undefined) return Number(age) > 0
    const expires = /;\s*expires\s*=\s*([^;]+)/i.exec(attributes)?.[1]
    return expires !== undefined && Date.parse(expires) > now
  })?.name
}
