import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createJobDesk, type JobDesk } from '../../../electron/app/job-desk.ts'
import { createJobs } from '../../../electron/app/jobs.ts'
import { createState } from '../../../electron/app/state.ts'
import type { JobForm } from '../../../shared/domain/job-form.ts'
import { AppFailure } from '../../../shared/errors.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { openWorkshop, type Workshop } from '../jobs/workshop.ts'

let shop: Workshop
let desk: JobDesk
let state: ReturnType<typeof createState>
beforeAll(async () => {
  shop = await openWorkshop()
  ;({ desk, state } = openDesk('ada-write'))
})
afterAll(async () => shop.close())

function openDesk(label: string | null) {
  const core = shop.core(label)
  const made = createState(
    '0',
    { theme: 'system', oauthClientId: null, envFolders: [] },
    core.ports.clock,
  )
  const report = (where: string, cause: unknown): string => {
    throw new Error(where, { cause })
  }
  const jobs = createJobs({ core, state: made, report })
  return { desk: createJobDesk(core, jobs), state: made, jobs }
}

/** A stranger's token, as somebody would paste it; made here, so that no file holds one. */
const stray = ['hf', 'zY9x'.repeat(9).slice(0, 34)].join('_')

function form(text: string, change: Partial<JobForm> = {}): JobForm {
  return {
    work: {
      kind: 'script',
      source: { kind: 'text', name: 'job.py', text },
      image: 'python:3.12',
      dependencies: [],
      python: null,
      arguments: [],
    },
    flavor: 'cpu-basic',
    timeoutSeconds: null,
    environment: [],
    secrets: [],
    labels: [],
    namespace: null,
    volumes: [],
    ports: [],
    ...change,
  }
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

const inForce = { from: 'account', provider: 'huggingface', account: null } as const

describe('the desk for jobs', () => {
  it('understands the placeholder, and keeps anything else that is typed as a secret', async () => {
    expect(desk.takeSecret('$HF_TOKEN')).toEqual(inForce)
    expect(desk.takeSecret('${NGC_API_KEY}')).toEqual({ ...inForce, provider: 'ngc' })
    const secret = desk.takeSecret('hush-hush-hush')
    expect(secret).toEqual({ from: 'held', held: expect.any(String) as string })
    const filled = form('print(os.environ["WANDB_API_KEY"])', {
      secrets: [{ name: 'WANDB_API_KEY', secret }, { name: 'HF_TOKEN', secret: inForce }], // prettier-ignore
    })
    const { findings, request, ceiling, namespace } = await desk.check(filled)
    expect(findings.map(({ id }) => id)).toEqual([])
    expect(request).not.toContain('hush')
    expect(ceiling).toMatchObject({ minutes: 30, isDefaultTime: true })
    expect(namespace).toBe('ada')
    const job = await desk.submit({ form: filled, agreed: ceiling.dollars })
    expect(shop.hub.jobs.secretsOf(job.id)).toEqual({
      WANDB_API_KEY: 'hush-hush-hush',
      HF_TOKEN: shop.hub.token('ada-write'),
    })
    expect(state.get().jobs).toBeNull()
    const sent = JSON.parse(shop.hub.jobs.bodies.at(-1) ?? '') as { secrets: object }
    const shown = JSON.parse(request) as { secrets: object }
    expect({ ...shown, secrets: null }).toEqual({ ...sent, secrets: null })
    expect(Object.keys(shown.secrets)).toEqual(Object.keys(sent.secrets))
  })

  it('never gives back a token that was typed into the form, wherever it was', async () => {
    const filled = form(`# mine: ${stray}\nHfApi(token="${stray}")\n`, {
      environment: [{ name: 'HF_TOKEN', value: stray }],
      labels: [
        { name: 'team', value: 'a team' },
        { name: 'by', value: stray },
      ],
    })
    const hunt = huntFor(stray)
    const check = await desk.check(filled)
    expect(hunt.text(JSON.stringify(check))).toBe(false)
    expect(check.findings.map(({ id }) => id)).toEqual([
      'token-in-script-1',
      'token-in-environment-1',
      'token-in-labels-1',
      'label-not-allowed-1',
    ])
    // Whichever one is mended, no token comes back, those of the others neither.
    for (const { id } of check.findings) {
      const mended = await desk.mend(filled, id)
      expect(hunt.text(JSON.stringify(mended))).toBe(false)
    }
    const whole = await desk.mend(filled, null)
    expect((await desk.check(whole)).findings).toEqual([])
    expect(whole.secrets).toEqual([{ name: 'HF_TOKEN', secret: inForce }])
    expect(whole.work).toMatchObject({
      source: { text: 'import os\n# mine: the token in HF_TOKEN\nHfApi(token=os.environ["HF_TOKEN"])\n' },
    }) // prettier-ignore
  })

  it('keeps what was moved out of the environment, and the window has its id alone', async () => {
    const key = 'w'.repeat(40)
    const filled = form('print(1)', { environment: [{ name: 'WANDB_API_KEY', value: key }] })
    const mended = await desk.mend(filled, 'secret-in-environment-1')
    expect(JSON.stringify(mended)).not.toContain('www')
    const job = await desk.submit({ form: mended, agreed: 1 })
    expect(shop.hub.jobs.secretsOf(job.id)).toEqual({ WANDB_API_KEY: key })
  })

  it('refuses to give back a form with a token that nobody can move', async () => {
    const volume = { type: 'model', source: stray, mountPath: '/m', readOnly: true } as const
    const filled = form('print(1)', { volumes: [volume] })
    expect(await codeOf(desk.mend(filled, null))).toBe('job-token-left')
  })

  it('reads a chosen script anew each time, and shows its text only once it was mended', async () => {
    const path = join(shop.home, 'train.py')
    await writeFile(path, 'print("one")')
    const script = desk.takeScript(path)
    expect(script.name).toBe('train.py')
    const { work } = form('')
    const filled = form('', {
      work: { ...work, source: { kind: 'file', ...script } } as JobForm['work'],
    })
    expect((await desk.mend(filled, null)).work).toEqual(filled.work)
    await writeFile(path, `HfApi(token="${stray}")`)
    const { findings, request } = await desk.check(filled)
    expect(findings.map(({ id }) => id)).toEqual(['token-in-script-1'])
    expect(huntFor(stray).text(request)).toBe(false)
    expect(await codeOf(desk.submit({ form: filled, agreed: 1 }))).toBe('job-findings')
    const mended = await desk.mend(filled, 'token-in-script-1')
    expect(mended.work).toMatchObject({
      source: { kind: 'text', name: 'train.py', text: 'import os\nHfApi(token=os.environ["HF_TOKEN"])' },
    }) // prettier-ignore
  })

  it('submits only at the price that was agreed to', async () => {
    const filled = form('print(1)', { flavor: 'a10g-large', timeoutSeconds: 7200 })
    const { ceiling } = await desk.check(filled)
    expect(ceiling.dollars).toBeCloseTo(3)
    expect(await codeOf(desk.submit({ form: filled, agreed: null }))).toBe('job-cost-changed')
    expect(await codeOf(desk.submit({ form: filled, agreed: 2.99 }))).toBe('job-cost-changed')
    const { id } = await desk.submit({ form: filled, agreed: ceiling.dollars })
    const made = await desk.schedule({ form: filled, agreed: ceiling.dollars }, '@daily')
    expect(made).toMatchObject({ schedule: '@daily', suspended: false })
    expect(id).not.toBe(made.id)
  })

  it('looks at what it can without a token, and says why not at the rest', async () => {
    const { desk: bare } = openDesk(null)
    const { findings, problem, ceiling } = await bare.check(form('ds.push_to_hub("ada/x")'))
    expect(problem?.code).toBe('no-token')
    expect(findings.map(({ id }) => id)).toEqual(['secret-missing-1'])
    expect(ceiling).toEqual({ minutes: 30, isDefaultTime: true, dollars: null })
  })

  it('forgets what was typed once the window is gone', async () => {
    const { desk: other } = openDesk('ada-write')
    const secret = other.takeSecret('hush-hush-hush')
    other.discard()
    const filled = form('print(1)', { secrets: [{ name: 'WANDB_API_KEY', secret }] })
    expect(await codeOf(other.check(filled))).toBe('job-secret-gone')
  })
})

describe('a job that ran before', () => {
  it('comes back as the form it was submitted with, and is not sent by itself', async () => {
    const { desk, jobs } = openDesk('ada-write')
    const filled = form('print("hello")', {
      work: {
        kind: 'script',
        source: { kind: 'text', name: 'job.py', text: 'print("hello")' },
        image: 'python:3.12',
        dependencies: ['trl', 'datasets==4.0'],
        python: '3.12',
        arguments: ['--epochs', '3'],
      },
      timeoutSeconds: 1200,
      environment: [{ name: 'MODE', value: 'test' }],
      labels: [{ name: 'team', value: 'ml' }],
      volumes: [{ type: 'dataset', source: 'ada/rows', mountPath: '/data', readOnly: true }],
      ports: [8000],
      secrets: [
        { name: 'HF_TOKEN', secret: inForce },
        { name: 'WANDB_API_KEY', secret: desk.takeSecret('hush-hush-hush') },
      ],
    })
    const job = await desk.submit({ form: filled, agreed: 1 })
    const sent = shop.hub.jobs.bodies.length
    const reused = await desk.reuse(job)
    const [known] = filled.secrets
    expect(reused).toEqual({
      form: { ...filled, secrets: [known] },
      unknownSecrets: ['WANDB_API_KEY'],
    })
    expect(shop.hub.jobs.bodies).toHaveLength(sent)
    const detail = await jobs.inspect(job)
    expect(detail).toMatchObject({
      script: { name: 'job.py', text: 'print("hello")' },
      secrets: ['HF_TOKEN', 'WANDB_API_KEY'],
      submittedWith: { owner: 'ada', role: 'write' },
      timeoutSeconds: 1200,
      ports: [8000],
    })
    const told = JSON.stringify([reused, detail])
    expect(huntFor(shop.hub.token('ada-write')).text(told)).toBe(false)
    expect(told).not.toContain('hush')
  })

  it('brings no token into the window that somebody left in it', async () => {
    const { desk, jobs } = openDesk('ada-write')
    const headers = { authorization: `Bearer ${shop.hub.token('ada-write')}`, 'content-type': 'application/json' } // prettier-ignore
    const command = ['python', '-c', `login("${stray}")`]
    const body = { dockerImage: 'python:3.12', command, flavor: 'cpu-basic', environment: { KEY: stray } } // prettier-ignore
    const made = await fetch(`${shop.hub.url}/api/jobs/ada`, { method: 'POST', headers, body: JSON.stringify(body) }) // prettier-ignore
    const { id } = (await made.json()) as { id: string }
    const job = { namespace: 'ada', id }
    const reused = await desk.reuse(job)
    expect(JSON.stringify([reused, await jobs.inspect(job)])).not.toContain(stray)
    // It gets the account's own instead, as from the preflight.
    expect(reused.form.secrets).toEqual([{ name: 'HF_TOKEN', secret: inForce }])
    expect(reused.form.environment).toEqual([])
  })
})
