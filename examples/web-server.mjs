/*
 * The whole chart as one Duplex, in a web server: the text of `perf script` is posted, the SVG comes back as it is made.
 *
 *     node web-server.mjs 8080 &
 *     perf script | curl --data-binary @- http://localhost:8080/ > out.svg
 */
import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { tcStream } from '@tc-stream/tc-stream'

export const server = createServer(async (request, response) => {
  if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST' }).end()
  response.writeHead(200, { 'content-type': 'image/svg+xml', 'content-security-policy': 'sandbox allow-scripts' })
  // Whoever hangs up ends the drawing too; there is nobody left to be told.
  await pipeline(request, tcStream(), response).catch(() => {})
})

if (process.argv[1] === fileURLToPath(import.meta.url)) server.listen(Number(process.argv[2] ?? 8080))
