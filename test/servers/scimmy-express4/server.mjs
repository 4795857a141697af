// scimmy with scimmy-routers on Express 4: a service provider made only of the libraries and a storage.
//
//   PORT=9130 TOKEN=tok node server.mjs      ->  ready http://127.0.0.1:9130/scim/v2 Bearer tok
import express from 'express'
import SCIMMY from 'scimmy'
import SCIMMYRouters from 'scimmy-routers'
import { listen, ready } from '../listening.mjs'
import { declareResources } from '../scimmy-storage.mjs'

const token = process.env.TOKEN ?? 'tok'
const { origin, setHandler } = await listen()

declareResources(SCIMMY)
const app = express()
app.use(
  '/scim/v2',
  new SCIMMYRouters({
    type: 'bearer',
    docUri: 'https://example.com/help/bearer.html',
    baseUri: () => origin,
    handler: request => {
      if (request.header('Authorization') !== `Bearer ${token}`) throw new Error('Authorization not detected!')
    },
  }),
)

setHandler(app)
ready(`${origin}/scim/v2`, token)
