import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundlePrograms } from '../../fixtures/bundle-programs.ts'
import { openLab, type Lab } from './lab.ts'

const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0
if (!canMount) process.stderr.write('Full disks are not tried: this user may not mount one.\n')

const repo = 'hubkey-tests/disk'
const files = {
  '.gitattributes': '*.gguf filter=lfs diff=lfs merge=lfs -text\n',
  'fits.gguf': randomBytes(6_000_000),
  'large.gguf': randomBytes(30_000_000),
}

let programs: string
let lab: Lab
beforeAll(async () => {
  programs = await bundlePrograms({ download: 'tests/integration/hub/download-child.ts' })
})
beforeEach(async () => {
  lab = await openLab({ users: [], orgs: [], tokens: [], repos: [{ id: repo, files }] })
})
afterEach(() => lab.close())
afterAll(() => rm(programs, { recursive: true, force: true }))

/** Runs lines of shell on an empty disk of 8 MB that is the home folder; `$GET` fetches the file. */
async function onSmallDisk(
  file: string,
  lines: string,
  least?: number,
): Promise<{ code: number | null; said: string }> {
  const job = { endpoint: lab.hub.url, home: lab.home, repo, revision: 'main', file, least }
  const script = `mount -t tmpfs -o size=8m tmpfs "$HOME"\nget() { "$NODE" "$PROGRAM" "$JOB"; }\n${lines}`
  const child = spawn('unshare', ['-m', 'sh', '-c', script], {
    env: {
      ...{ PATH: process.env['PATH'], HOME: lab.home, NODE: process.execPath },
      ...{ PROGRAM: join(programs, 'download.cjs'), JOB: JSON.stringify(job) },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => (said += text.toString()))
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, said }
}

const list = 'find "$HOME" -path "*/blobs/*" -type f -size +0 -printf "%f\\n"'

describe.runIf(canMount)('a disk', () => {
  it('that is too small is told with figures, before a byte', async () => {
    const { code, said } = await onSmallDisk('large.gguf', `get; echo "code $?"; ${list}`)
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringMatching(
        /^AppFailure: .*blobs has 8\.\d MB left, and 30\.0 MB are still to come\.code 1\n$/,
      ) as string,
    })
    expect(lab.hub.requests.some(({ server }) => server === 'cdn')).toBe(false)
  })

  it.each([
    ['in the thread that receives it', 0],
    ['in the one that asked for it', Infinity],
  ])(
    'that others fill ends a download %s, which goes on once there is room',
    async (_name, least) => {
      lab.hub.setFault({ fault: { kind: 'slow', bytesPerSecond: 3_000_000 }, server: 'cdn' })
      const { code, said } = await onSmallDisk(
        'fits.gguf',
        `{ until ls "$HOME"/.cache/huggingface/hub/*/blobs/*partial; do sleep 0.02; done
         head -c 7500000 /dev/zero > "$HOME/fill"; } >/dev/null 2>&1 &
       get; echo " code $?"; ${list} | sed 's/.*[.]/kept ./'
       rm "$HOME/fill"; get; echo "code $?"; ${list}`,
        least,
      )
      const hash = createHash('sha256').update(files['fits.gguf']).digest('hex')
      expect({ code, said }).toEqual({
        code: 0,
        said: `AppFailure: There is no space left in ${join(lab.cache, 'models--hubkey-tests--disk', 'blobs')}. code 1\nkept .hubkey-partial\ncode 0\n${hash}\n`,
      })
    },
  )
})
