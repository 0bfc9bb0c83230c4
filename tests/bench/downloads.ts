/**
 * `npm run bench:downloads`: fetching one large file with Hubkey's core, in a process of its own, beside
 * `curl` and the official `hf download`, in turn, in one run. Figures, not a test: it never fails for
 * being slow. Each program's start counts.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { runScript } from '../../build/user-error.mjs'
import { bundlePrograms } from '../fixtures/bundle-programs.ts'
import { preparePython } from '../fixtures/python/python.ts'
import type { StorageOrder } from './storage-child.ts'

const run = promisify(execFile)
const rounds = Number(process.argv[2] ?? 5)
const megabyte = 1_000_000
const place = { repo: 'hubkey-bench/large', file: 'large.gguf' }
const link = `/${place.repo}/resolve/main/${place.file}`

/** Fetches the file of the Hub at `url` into an empty folder. */
type Fetcher = (url: string, home: string) => Promise<unknown>

await runScript(async () => {
  const programs = await bundlePrograms({ download: 'tests/integration/hub/download-child.ts' })
  try {
    const hubkey: Fetcher = (url, home) => downloadWith(programs, url, home)
    const curl: Fetcher = (url, home) =>
      run('curl', ['--silent', '--fail', '--location', '--output', join(home, 'file'), url + link])
    const pace = { bytesPerSecond: 20 * megabyte, afterMilliseconds: 50 }

    await withStorage({ ...place, bytes: 200 * megabyte, pace }, async (url) => {
      const [ours = 0, one = 0] = await timesOf([hubkey, curl], url)
      tell('20 MB/s and 50 ms per connection', one / ours, 'times one connection', '>= 4')
    })
    await withStorage({ ...place, bytes: 2000 * megabyte, pace: null }, async (url) => {
      const [ours = 0, theirs = 0] = await timesOf([hubkey, curl], url)
      tell('unlimited, hashing included', theirs / ours, 'of the speed of curl', '>= 0.9')
      const python = await preparePython()
      if (python === null) return
      const hf: Fetcher = (endpoint, home) =>
        python.hf(['download', place.repo, place.file, '--quiet'], {
          env: { PATH: process.env['PATH'], HOME: home, HF_ENDPOINT: endpoint },
        })
      const [again = 0, official = 0] = await timesOf([hubkey, hf], url)
      tell('unlimited', official / again, 'times the speed of hf download', 'none')
    })
    const small = await peakOf(programs, 40 * megabyte)
    const large = await peakOf(programs, 4000 * megabyte)
    tell('4 GB', (large - small) / megabyte, 'MB of memory more than for 40 MB', '< 100')
    return 0
  } finally {
    await rm(programs, { recursive: true, force: true })
  }
})

function tell(what: string, figure: number, of: string, goal: string): void {
  process.stdout.write(`${what}: ${figure.toFixed(2)} ${of} (goal ${goal})\n`)
}

/** Median seconds of each, taken in turn; every round begins with nothing. */
async function timesOf(fetchers: readonly Fetcher[], url: string): Promise<readonly number[]> {
  const times = fetchers.map((): number[] => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, fetcher] of fetchers.entries()) {
      const begun = performance.now()
      await inFreshHome(async (home) => fetcher(url, home))
      times[index]?.push(performance.now() - begun)
    }
  }
  const medians = times.map((list) => list.sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN)
  process.stderr.write(`  ${medians.map((ms) => `${(ms / 1000).toFixed(2)} s`).join(' beside ')}\n`)
  return medians
}

async function downloadWith(
  programs: string,
  endpoint: string,
  home: string,
  watch?: (pid: number) => Promise<void>,
): Promise<void> {
  const job = JSON.stringify({ endpoint, home, revision: 'main', ...place })
  const child = spawn(process.execPath, [join(programs, 'download.cjs'), job], { stdio: 'inherit' })
  const gone = once(child, 'exit') as Promise<[number | null]>
  while (watch !== undefined && child.exitCode === null) await watch(child.pid ?? 0)
  const [code] = await gone
  if (code !== 0) throw new Error('The download failed.')
}

/** Most memory, in bytes, that the process ever had (`VmHWM`, proc(5)). */
async function peakOf(programs: string, bytes: number): Promise<number> {
  let peak = 0
  await withStorage({ ...place, bytes, pace: null }, async (url) => {
    await inFreshHome((home) =>
      downloadWith(programs, url, home, async (pid) => {
        const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }),
    )
  })
  return peak
}

async function inFreshHome(act: (home: string) => Promise<unknown>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'hubkey-bench-'))
  try {
    await act(home)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Runs the double for as long as `act` takes. */
async function withStorage(
  order: StorageOrder,
  act: (url: string) => Promise<void>,
): Promise<void> {
  const script = join(import.meta.dirname, 'storage-child.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  try {
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
    await act(url)
  } finally {
    child.stdin.end()
    await gone
  }
}
