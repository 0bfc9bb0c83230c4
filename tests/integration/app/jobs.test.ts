import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createJobs, type Jobs } from '../../../electron/app/jobs.ts'
import { createState } from '../../../electron/app/state.ts'
import type { JobSummary, JobView } from '../../../shared/domain/job-view.ts'
import { submitJob } from '../../../electron/jobs/submit-job.ts'
import type { JobSpec } from '../../../shared/domain/job.ts'
import type { EventPayload } from '../../../shared/ipc/events.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { openWorkshop, scriptSpec, tokenInForce, type Workshop } from '../jobs/workshop.ts'

let shop: Workshop
beforeAll(async () => {
  shop = await openWorkshop()
})
afterAll(async () => shop.close())

const follow = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
const patience = { timeout: 10_000, interval: 20 }

/** The jobs of an app whose account in force is this one. */
function open(label = 'ada-write') {
  const core = shop.core(label)
  const state = createState(
    '0',
    { theme: 'system', oauthClientId: null, envFolders: [] },
    core.ports.clock,
  )
  const ended: JobSummary[] = []
  const pieces: EventPayload<'job-log'>[] = []
  const report = (where: string, cause: unknown): string => {
    throw new Error(where, { cause })
  }
  const jobs: Jobs = createJobs({
    ...{ core, state, report, pauseMs: 20 },
    onEnd: (job) => ended.push(job),
    onLog: (piece) => pieces.push(piece),
  })
  return { jobs, state, ended, pieces }
}

async function submit(spec: JobSpec): Promise<JobView> {
  return await submitJob({ spec, account: null }, shop.as('ada-write'))
}

describe('the jobs of the app', () => {
  it('are asked for only when somebody looks, and then stand in the snapshot with their price', async () => {
    const job = await submit(scriptSpec('sleep(60)', { secrets: tokenInForce }))
    shop.hub.clearRequests()
    const { jobs, state } = open()
    expect(state.get().jobs).toBeNull()
    expect(shop.hub.requests).toEqual([])
    await jobs.list(null)
    const { namespace, jobs: listed } = state.get().jobs ?? { jobs: [] }
    expect(namespace).toBe('ada')
    expect(listed[0]).toMatchObject({
      id: job.id,
      title: 'train.py',
      stage: 'RUNNING',
      secrets: ['HF_TOKEN'],
      dollarsPerMinute: 0.000167,
    })
    await jobs.cancel({ namespace: 'ada', id: job.id })
    expect(state.get().jobs?.jobs[0]?.stage).toBe('CANCELED')
    jobs.close()
  })

  it('that end are told of once; those that the user cancelled are not', async () => {
    const { jobs, state, ended } = open()
    const short = await submit(scriptSpec('sleep(60)'))
    const long = await submit(scriptSpec('sleep(60)'))
    await jobs.list(null)
    shop.hub.jobs.find('ada', short.id)?.move('ERROR', 'Job failed with exit code: 3')
    await expect.poll(() => ended.map(({ id }) => id), { timeout: 10_000 }).toEqual([short.id])
    expect(ended[0]).toMatchObject({ stage: 'ERROR', message: 'Job failed with exit code: 3' })
    expect(state.get().jobs?.jobs.find(({ id }) => id === short.id)?.stage).toBe('ERROR')
    await jobs.cancel({ namespace: 'ada', id: long.id })
    const asked = shop.hub.requests.length
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect(ended).toHaveLength(1)
    // Nothing lives any more, so nobody is asked again.
    expect(shop.hub.requests).toHaveLength(asked)
    jobs.close()
  })

  it('are followed from the first line on, masked, in numbered pieces', async () => {
    const { jobs, pieces, state } = open()
    const text = 'print(os.environ["HF_TOKEN"])\nfor i in range(30000): print("line", i)'
    const job = await submit(scriptSpec(text, { secrets: tokenInForce }))
    await jobs.list(null)
    jobs.logs.follow(follow, { namespace: 'ada', id: job.id })
    await expect.poll(() => pieces.at(-1)?.done, { timeout: 20_000 }).toBe(true)
    const lines = pieces.flatMap((piece) => piece.lines)
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 30_001 }, (_, i) => i))
    expect(lines[0]?.text).toBe('[secret]')
    expect(lines.at(-1)?.text).toBe('line 29999')
    expect(Math.max(...pieces.map((piece) => piece.lines.length))).toBeLessThanOrEqual(2000)
    expect(huntFor(shop.hub.token('ada-write')).text(JSON.stringify(pieces))).toBe(false)
    await expect.poll(() => state.get().jobs?.jobs.find(({ id }) => id === job.id)?.stage, { timeout: 10_000 }).toBe('COMPLETED') // prettier-ignore
    jobs.close()
  })

  it('are not followed any more once nobody looks', async () => {
    const { jobs, pieces } = open()
    const job = await submit(scriptSpec('print("first")\nsleep(60)'))
    jobs.logs.follow(follow, { namespace: 'ada', id: job.id })
    await expect.poll(() => pieces.length, { timeout: 10_000 }).toBe(1)
    jobs.logs.stop(follow)
    shop.hub.jobs.find('ada', job.id)?.write('second')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(pieces.flatMap((piece) => piece.lines)).toEqual([{ seq: 0, text: 'first' }])
  })

  it('say why a log cannot be read', async () => {
    const { jobs, pieces } = open()
    jobs.logs.follow(follow, { namespace: 'ada', id: 'f'.repeat(24) })
    await expect.poll(() => pieces.at(-1)?.error?.code, { timeout: 10_000 }).toBe('job-missing')
  })

  it('are shown without the tokens that others have left in them', async () => {
    const { jobs, state } = open()
    const token = shop.hub.token('ada-read')
    const made = await submit(
      scriptSpec('exit(0)', {
        environment: { MODE: token, HF_TOKEN: token },
        labels: { team: 'a' },
      }),
    )
    await jobs.list(null)
    const detail = await jobs.inspect({ namespace: 'ada', id: made.id })
    expect(detail.environment.map(({ name }) => name)).toEqual(['MODE', 'HF_TOKEN'])
    expect(huntFor(token).text(JSON.stringify([detail, state.get()]))).toBe(false)
  })
})

describe('a job’s machine', () => {
  it('is measured while somebody looks, over a line that breaks, to the job’s end', async () => {
    const core = shop.core('ada-write')
    const state = createState(
      '0',
      { theme: 'system', oauthClientId: null, envFolders: [] },
      core.ports.clock,
    )
    const told: EventPayload<'job-metrics'>[] = []
    const jobs = createJobs({
      ...{ core, state, report: () => '' },
      onMetrics: (sample) => told.push(sample),
    })
    const spec = scriptSpec('sleep(60)', { flavor: 'a10g-small' })
    const job = await submit(spec)
    const broken = shop.hub.setFault({
      ...{ fault: { kind: 'reset' }, path: '*/metrics', times: 2 },
    })
    jobs.meters.measure(follow, job)
    await vi.waitFor(() => {
      expect(told.length).toBeGreaterThan(1)
    }, patience)
    expect(broken.hits).toBe(2)
    expect(told[0]).toMatchObject({
      follow,
      sample: {
        ...{ cpuBusy: 0.12, cores: 3.5, memoryBytes: 1_306_624 },
        gpus: [{ busy: 0.87, memoryTotalBytes: 24_000_000_000 }],
      },
    })
    await jobs.cancel(job)
    await vi.waitFor(() => {
      expect(told.at(-1)).toEqual({ follow, sample: null, done: true, error: null })
    }, patience)
    // One that nobody looks at any more ends without a word.
    const other = await submit(spec)
    const count = told.length
    jobs.meters.measure(follow, other)
    await vi.waitFor(() => {
      expect(told.length).toBeGreaterThan(count)
    }, patience)
    jobs.meters.stop(follow)
    const asked = shop.hub.requests.length
    jobs.meters.measure(follow, { namespace: 'ada', id: 'f'.repeat(24) })
    await vi.waitFor(() => {
      expect(told.at(-1)).toMatchObject({ done: true, error: { code: 'job-missing' } })
    }, patience)
    expect(shop.hub.requests.length).toBeGreaterThan(asked)
    jobs.close()
  })
})
