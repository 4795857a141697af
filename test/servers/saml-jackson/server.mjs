// SAML Jackson's directory sync on its in-memory store, for the generic SCIM 2.0 provider.
// The package offers a request handler and leaves the HTTP route to its user. This route does what the product's own
// web app does: it maps /scim/<resource type>[/<id>] onto the handler and writes back status and data as JSON, without
// a header of its own. Only the media type is chosen here, and the errors for what never reaches the handler.
// The bearer secret is made by the package, so TOKEN has no effect.
//
//   PORT=9145 node server.mjs      ->  ready http://127.0.0.1:9145/scim Bearer SECRET
import jackson from '@boxyhq/saml-jackson'
import { listen, ready } from '../listening.mjs'

const { origin, setHandler } = await listen()

const { directorySyncController } = await jackson.default({
  externalUrl: origin,
  samlPath: '/sso',
  scimPath: '/scim',
  samlAudience: 'https://example.com',
  noAnalytics: true,
  db: { engine: 'mem' },
})
const { data: directory, error } = await directorySyncController.directories.create({
  tenant: 'example',
  product: 'example',
  name: 'example',
  type: 'generic-scim-v2',
})
if (error) throw new Error(JSON.stringify(error))

setHandler(async (request, response) => {
  const { status, data } = await answer(request)
  response.writeHead(status, { 'content-type': 'application/scim+json' })
  response.end(data === undefined || data === null ? '' : JSON.stringify(data))
})
ready(`${origin}/scim`, directory.scim.secret)

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url, origin)
  const [, root, resourceType, resourceId] = pathname.split('/')
  if (root !== 'scim' || !resourceType) return scimError(404, 'No such endpoint.')

  const text = await readText(request)
  let body
  try {
    body = text === '' ? undefined : JSON.parse(text)
  } catch {
    return scimError(400, 'The body is not JSON.', 'invalidSyntax')
  }
  try {
    return await directorySyncController.requests.handle({
      method: request.method,
      directoryId: directory.id,
      apiSecret: request.headers.authorization?.replace(/^Bearer /, '') ?? null,
      resourceType,
      resourceId: resourceId && decodeURIComponent(resourceId),
      body,
      query: {
        count: numberOf(searchParams.get('count')),
        startIndex: numberOf(searchParams.get('startIndex')),
        filter: searchParams.get('filter') ?? undefined,
      },
    })
  } catch (failure) {
    console.error(failure)
    return scimError(500, 'The handler threw.')
  }
}

async function readText(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function numberOf(text) {
  return text === null ? undefined : Number.parseInt(text, 10)
}

function scimError(status, detail, scimType) {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
  return { status, data: { schemas, status: String(status), ...(scimType && { scimType }), detail } }
}
