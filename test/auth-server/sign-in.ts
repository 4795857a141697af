// Signs in as a person would at the authorization server of the tests: follows redirects, fills in the two forms, and prints the URL
// at which the client is. Run as authServer.signInCommand.

const jar = new Map<string, string>()

async function request(url: string, form?: Readonly<Record<string, string>>): Promise<Response> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  })
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    jar.set(name, value)
  }
  return response
}

let url = process.env.AUTHORIZATION_URL ?? ''
const { origin } = new URL(url)
let response = await request(url)
for (let step = 0; step < 20 && new URL(url).origin === origin; step++) {
  const location = response.headers.get('location')
  if (location !== null) {
    url = new URL(location, url).href
    if (new URL(url).origin === origin) response = await request(url)
    continue
  }
  const page = await response.text()
  const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
  if (prompt === undefined) break
  response = await request(url, prompt === 'login' ? { prompt, login: 'mira', password: 'anything' } : { prompt })
}
if (new URL(url).origin === origin) process.exitCode = 1
else console.log(url)
