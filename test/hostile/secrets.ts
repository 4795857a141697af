// The secrets that are planted in every run: none may be seen in what a run prints or writes.

export const token = 'hostile-token-7Zq+/=="<&>%41'
export const headerSecret = 'hostile-header-9f3b61'
export const clientSecret = 'hostile-client-secret-/+=x'
export const accessToken = 'hostile-access-token-51d2'

/** Each secret as it is and as it may come back: in JSON, in a URL, in base64, in HTML. */
/** What a client sends as Basic credentials (RFC 6749 section 2.3.1), without the end that may differ. */
const basic = Buffer.from(`hostile:${encodeURIComponent(clientSecret).replaceAll('-', '%2D')}`)
  .toString('base64')
  .slice(8, -4)

export const forms: readonly string[] = [basic, token, headerSecret, clientSecret, accessToken].flatMap(secret => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret)
    .toString('base64')
    .replace(/.{2}=*$/, ''),
])
