/**
 * A Hub double in a process of its own, so that serving takes nothing from who is measured. Its one
 * model has a sparse file. Argument: a JSON `StorageOrder`. Prints its address and lives until stdin ends.
 */
import { sparseContent } from '../fixtures/hub-double/content.ts'
import { startHubDouble } from '../fixtures/hub-double/hub-double.ts'

/** What is served, and how fast each connection to the storage host is; null for as fast as it can. */
export interface StorageOrder {
  readonly repo: string
  readonly file: string
  readonly bytes: number
  readonly pace: { readonly bytesPerSecond: number; readonly afterMilliseconds: number } | null
}

async function serve({ repo, file, bytes, pace }: StorageOrder): Promise<void> {
  const files = { [file]: { content: sparseContent(bytes) } }
  const hub = await startHubDouble({
    world: { users: [], orgs: [], tokens: [], repos: [{ id: repo, files }] },
  })
  if (pace !== null) hub.setFault({ server: 'cdn', fault: { kind: 'slow', ...pace } })
  process.stdin.once('end', () => {
    hub.close().catch(console.error)
  })
  process.stdin.resume()
  process.stdout.write(`${hub.url}\n`)
}

await serve(JSON.parse(process.argv[2] ?? '{}') as StorageOrder)
