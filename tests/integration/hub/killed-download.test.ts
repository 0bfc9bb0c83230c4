import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { readdir, realpath, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bundlePrograms } from '../../fixtures/bundle-programs.ts'
import { digestOf, sparseContent } from '../../fixtures/hub-double/content.ts'
import { openLab, type Lab } from './lab.ts'

const size = 2_000_000_000
const kills = 10
/**
 * Of one connection: together as much as a fast network brings. Unhurried, the double would fill the
 * loopback's own buffers with what nobody ever reads, and that is not what a network does.
 */
const bytesPerSecond = 20_000_000
const model = { repo: 'hubkey-tests/vast', revision: 'main', file: 'vast.gguf' }

let lab: Lab
let programs: string
beforeEach(async () => {
  programs = await bundlePrograms({ download: 'tests/integration/hub/download-child.ts' })
  const files = { [model.file]: { content: sparseContent(size) } }
  lab = await openLab({ users: [], orgs: [], tokens: [], repos: [{ id: model.repo, files }] })
})
afterEach(async () => {
  await lab.close()
  await rm(programs, { recursive: true, force: true })
})

it('a file of 2 GB that is killed ten times is whole, and little of it came twice', async () => {
  lab.hub.setFault({ fault: { kind: 'slow', bytesPerSecond }, server: 'cdn' })
  const offsets = Array.from({ length: kills }, () => Math.floor(Math.random() * size))
  for (const offset of offsets.sort((a, b) => a - b)) {
    const child = download()
    const gone = once(child, 'exit')
    while (lab.hub.sentBytes() < offset && child.exitCode === null) await pause(5)
    child.kill('SIGKILL')
    expect(await gone, `killed at ${offset}`).toEqual([null, 'SIGKILL'])
  }
  const [code] = (await once(download(), 'exit')) as [number | null]
  expect(code).toBe(0)

  const repo = join(lab.cache, 'models--hubkey-tests--vast')
  const [blob, ...others] = await readdir(join(repo, 'blobs'))
  expect(others).toEqual([])
  const [commit = ''] = await readdir(join(repo, 'snapshots'))
  const path = await realpath(join(repo, 'snapshots', commit, model.file))
  expect(basename(path)).toBe(blob)
  expect(await sha256Of(path)).toBe(digestOf(sparseContent(size), 'sha256'))
  const share = lab.hub.sentBytes() / size
  process.stdout.write(`${kills} kills at ${offsets.join(', ')}: ${share.toFixed(3)} of 2 GB\n`)
  expect(share).toBeLessThan(1.15)
}, 300_000)

function download() {
  const job = JSON.stringify({ endpoint: lab.hub.url, home: lab.home, ...model })
  return spawn(process.execPath, [join(programs, 'download.cjs'), job], { stdio: 'inherit' })
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  const stream = createReadStream(path, { highWaterMark: 4 * 1024 * 1024 })
  for await (const piece of stream) hash.update(piece as Buffer)
  return hash.digest('hex')
}
