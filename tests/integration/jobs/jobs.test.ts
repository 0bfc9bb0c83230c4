import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { followLog } from '../../../electron/jobs/follow-log.ts'
import {
  cancelJob,
  duplicateJob,
  inspectJob,
  listHardware,
  listJobs,
} from '../../../electron/jobs/look-at-jobs.ts'
import {
  changeSchedule,
  deleteSchedule,
  listSchedules,
  runScheduleNow,
  scheduleJob,
} from '../../../electron/jobs/schedule-jobs.ts'
import { submitJob } from '../../../electron/jobs/submit-job.ts'
import { shownBody } from '../../../electron/jobs/wire-body.ts'
import type { JobSpec } from '../../../shared/domain/job.ts'
import type { JobView } from '../../../shared/domain/job-view.ts'
import { AppFailure } from '../../../shared/errors.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { openWorkshop, scriptSpec, tokenInForce, wholeLog, type Workshop } from './workshop.ts'

let shop: Workshop
beforeAll(async () => {
  shop = await openWorkshop()
})
afterAll(async () => shop.close())
afterEach(() => shop.hub.clearFaults())

async function submit(spec: JobSpec, label = 'ada-write'): Promise<JobView> {
  return await submitJob({ spec, account: null }, shop.as(label))
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'done',
    (cause: unknown) => {
      if (cause instanceof AppFailure) return cause.error.code
      throw cause
    },
  )
}

describe('a job', () => {
  it('gets the token as a secret, and nothing else of the request has it', async () => {
    const token = shop.hub.token('ada-write')
    const spec = scriptSpec('assert "HF_TOKEN" in os.environ, "needed"\nwhoami()\nprint("done")', {
      secrets: { ...tokenInForce, WANDB_API_KEY: { from: 'text', text: 'w'.repeat(40) } },
      environment: { MODE: 'test' },
      labels: { name: 'first' },
      ports: [8000],
    })
    const needs = shop.as('ada-write')
    const job = await submit(spec)
    expect(await wholeLog(job, needs)).toEqual(['done'])
    expect(shop.hub.jobs.secretsOf(job.id)).toMatchObject({ HF_TOKEN: token })
    const body = JSON.parse(shop.hub.jobs.bodies.at(-1) ?? '') as Record<string, unknown>
    const { secrets, ...rest } = body
    expect(secrets).toEqual({ HF_TOKEN: token, WANDB_API_KEY: 'w'.repeat(40) })
    expect(huntFor(token).text(JSON.stringify(rest))).toBe(false)
    const { secrets: shown, ...restShown } = shownBody(spec)
    expect(restShown).toEqual(rest)
    expect(Object.keys(shown as object)).toEqual(['HF_TOKEN', 'WANDB_API_KEY'])
    expect(JSON.stringify(shown)).not.toContain('www')
    const told = await inspectJob({ ...job, account: null }, needs)
    expect(told).toMatchObject({ stage: 'COMPLETED', secrets: ['HF_TOKEN', 'WANDB_API_KEY'] })
    expect(told.addresses).toEqual([`https://${job.id}--8000.hf.jobs`])
    expect(huntFor(token).text(JSON.stringify(told))).toBe(false)
  })

  it('is shown without the token that it prints', async () => {
    const job = await submit(scriptSpec('print(os.environ["HF_TOKEN"])', { secrets: tokenInForce }))
    expect(await wholeLog(job, shop.as('ada-write'))).toEqual(['[secret]'])
  })

  it('that fails is told as failed', async () => {
    const job = await submit(scriptSpec('assert "HF_TOKEN" in os.environ, "HF_TOKEN required!"'))
    const lines = await wholeLog(job, shop.as('ada-write'))
    expect(lines.at(-1)).toBe('AssertionError: HF_TOKEN required!')
    const { stage, message } = await inspectJob({ ...job, account: null }, shop.as('ada-write'))
    expect({ stage, message }).toEqual({ stage: 'ERROR', message: 'Job failed with exit code: 1' })
  })

  it('is listed, cancelled and submitted again', async () => {
    const needs = shop.as('ada-write')
    const job = await submit(scriptSpec('sleep(60)', { labels: { team: 'ml' } }))
    const filter = { namespace: null, labels: ['team=ml'], account: null }
    expect((await listJobs({ ...filter, all: false }, needs)).map(({ id }) => id)).toEqual([job.id])
    expect((await cancelJob({ ...job, account: null }, needs)).stage).toBe('CANCELED')
    expect(await listJobs({ ...filter, all: false }, needs)).toEqual([])
    const again = await duplicateJob({ ...job, account: null }, needs)
    expect(again.id).not.toBe(job.id)
    await cancelJob({ ...again, account: null }, needs)
    expect(await listJobs({ ...filter, all: true }, needs)).toHaveLength(2)
  })

  it('is listed beyond the first page', async () => {
    const label = { batch: 'pages' }
    for (let n = 0; n < 60; n += 1) await submit(scriptSpec('exit(0)', { labels: label }))
    const filter = { namespace: null, labels: ['batch=pages'], account: null, all: true }
    expect(await listJobs(filter, shop.as('ada-write'))).toHaveLength(60)
  })

  it('is scheduled, suspended, resumed, run now and taken away', async () => {
    const needs = shop.as('ada-write')
    const spec = scriptSpec('print("tick")', { secrets: tokenInForce })
    const made = await scheduleJob({ spec, schedule: '@hourly', account: null }, needs)
    expect(made).toMatchObject({ schedule: '@hourly', suspended: false, secrets: ['HF_TOKEN'] })
    const one = { ...made, account: null }
    expect((await changeSchedule({ ...one, verb: 'suspend' }, needs)).suspended).toBe(true)
    expect((await changeSchedule({ ...one, verb: 'resume' }, needs)).suspended).toBe(false)
    expect(await wholeLog(await runScheduleNow(one, needs), needs)).toEqual(['tick'])
    await deleteSchedule(one, needs)
    expect(await listSchedules({ namespace: null, account: null }, needs)).toEqual([])
    const wrong = scheduleJob({ spec, schedule: 'often', account: null }, needs)
    expect(await codeOf(wrong)).toBe('bad-input')
  })

  it('has machines with prices to choose from', async () => {
    const machines = await listHardware(shop.as(null))
    expect(machines.find(({ name }) => name === 'a10g-small')).toMatchObject({
      accelerator: '1x A10G (24 GB)',
      dollarsPerMinute: 0.016667,
    })
  })
})

describe('the log of a job', () => {
  it('has every line once although the connection is cut five times', async () => {
    const job = await submit(scriptSpec('for i in range(5000): print("line", i)'))
    for (let cut = 1; cut <= 5; cut += 1) {
      const fault = { kind: 'reset', afterBytes: cut * 60_000 } as const
      shop.hub.setFault({ path: `/api/jobs/ada/${job.id}/logs`, fault, times: 1 })
    }
    const lines = await wholeLog(job, shop.as('ada-write'))
    expect(lines).toEqual(Array.from({ length: 5000 }, (_, i) => `line ${i}`))
    const asked = shop.hub.requests.filter(({ path }) => path.endsWith(`${job.id}/logs`))
    expect(asked).toHaveLength(6)
  })

  it('keeps its colours, and nothing that would act on a terminal', async () => {
    const text = '\u0007\u001b[1A\u001b[31mred\u001b[0m\u001b[2K now'
    const job = await submit(scriptSpec(`print("${text}")`))
    expect(await wholeLog(job, shop.as('ada-write'))).toEqual(['\u001b[31mred\u001b[0m now'])
  })

  it('gives up when it is cut again and again without anything new', async () => {
    const job = await submit(scriptSpec('print("never seen")'))
    shop.hub.setFault({ path: '*/logs', fault: { kind: 'reset' } })
    expect(await codeOf(wholeLog(job, shop.as('ada-write')))).toBe('hub-log-interrupted')
  })

  it('of a hundred thousand lines is never held as a whole', async () => {
    const job = await submit(scriptSpec('for i in range(100000): print("line", i)'))
    const signal = new AbortController().signal
    const wish = { namespace: 'ada', id: job.id, account: null, tail: null, follow: true, signal }
    let count = 0
    let largest = 0
    for await (const bundle of followLog(wish, shop.as('ada-write'))) {
      count += bundle.length
      largest = Math.max(largest, bundle.length)
    }
    expect(count).toBe(100_000)
    expect(largest).toBeLessThan(5000)
  }, 60_000)

  it('begins with the last lines when only they are wanted', async () => {
    const job = await submit(scriptSpec('for i in range(100): print("line", i)'))
    await wholeLog(job, shop.as('ada-write'))
    const signal = new AbortController().signal
    const wish = { namespace: 'ada', id: job.id, account: null, tail: 2, follow: false, signal }
    const lines: string[] = []
    for await (const bundle of followLog(wish, shop.as('ada-write'))) lines.push(...bundle)
    expect(lines).toEqual(['line 98', 'line 99'])
  })
})

describe('a refusal', () => {
  it.each([
    ['no token at all', null, {}, 'no-token'],
    ['a token that only reads', 'ada-read', {}, 'job-not-allowed'],
    ['a namespace of somebody else', 'ada-write', { namespace: 'bob' }, 'job-not-allowed'],
    ['a machine that there is not', 'ada-write', { flavor: 'no-such' }, 'job-refused'],
    ['a namespace that cannot be one', 'ada-write', { namespace: '../x' }, 'bad-input'],
  ] as const)('of %s is told as what it is', async (_what, label, change, code) => {
    const spec = scriptSpec('print("hello")', change)
    expect(await codeOf(submitJob({ spec, account: null }, shop.as(label)))).toBe(code)
  })

  it.each([
    [402, 'job-no-credit'],
    [429, 'hub-rate-limited'],
    [503, 'hub-server-error'],
    [302, 'hub-unexpected-reply'],
  ])('with status %d is %s', async (status, code) => {
    const headers = { location: 'https://example.org/' }
    shop.hub.setFault({ path: '/api/jobs/ada', fault: { kind: 'status', status, headers } })
    expect(await codeOf(submit(scriptSpec('print("hello")')))).toBe(code)
  })

  it('never sends a body with secrets without a token', async () => {
    shop.hub.setFault({ path: '/api/jobs/ada', fault: { kind: 'status', status: 401 } })
    shop.hub.clearRequests()
    expect(await codeOf(submit(scriptSpec('print(1)', { secrets: tokenInForce })))).toBe(
      'job-not-allowed',
    )
    const posted = shop.hub.requests.filter(({ method }) => method === 'POST')
    expect(posted.map(({ authorization }) => authorization?.token)).toEqual(['ada-write'])
  })
})
