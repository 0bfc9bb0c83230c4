import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { ask, verdict } from './ask.ts'

let hub: HubDouble
beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(async () => hub.close())
afterEach(() => hub.clearFaults())

const spec = { flavor: 'cpu-basic', dockerImage: 'python:3.12' }

async function submit(
  as: string,
  body: Readonly<Record<string, unknown>>,
  namespace = 'ada',
): Promise<Response> {
  return ask(hub, `/api/jobs/${namespace}`, { method: 'POST', as, body: JSON.stringify(body) })
}

async function idOf(reply: Response): Promise<string> {
  expect(reply.status).toBe(200)
  return ((await reply.json()) as { id: string }).id
}

async function logOf(id: string): Promise<readonly string[]> {
  const reply = await ask(hub, `/api/jobs/ada/${id}/logs`, { as: 'ada-write' })
  const lines = (await reply.text()).match(/^data: .*$/gm) ?? []
  return lines.map((line) => (JSON.parse(line.slice(6)) as { data: string }).data)
}

describe('the double’s jobs', () => {
  it('give a secret to the job and its name alone to everybody else', async () => {
    const token = hub.token('ada-write')
    const reply = await submit('ada-write', {
      ...spec,
      command: ['python', '-c', 'os.environ["HF_TOKEN"]; whoami(); print("done")'],
      secrets: { HF_TOKEN: token },
    })
    const text = await reply.clone().text()
    expect(text.includes(token)).toBe(false)
    expect(JSON.parse(text)).toMatchObject({ secrets: ['HF_TOKEN'] })
    const id = await idOf(reply)
    expect((await logOf(id)).slice(1)).toEqual(['done'])
    const shown = await (await ask(hub, `/api/jobs/ada/${id}`, { as: 'ada-write' })).text()
    expect(shown.includes(token)).toBe(false)
    expect(hub.jobs.secretsOf(id)).toEqual({ HF_TOKEN: token })
  })

  it.each([
    ['ada-read', 'dataset.push_to_hub("ada/new")', '403 Client Error: Forbidden'],
    [null, 'dataset.push_to_hub("ada/new")', '404 Client Error|401 Client Error: Unauthorized'],
    ['ada-read', 'from_pretrained("hubkey-tests/gated-pending")', '403 Client Error: Forbidden'],
    [null, 'token = os.environ["HF_TOKEN"]', "KeyError: 'HF_TOKEN'"],
  ] as const)('fail as the script would with %s: %s', async (label, line, expected) => {
    const secrets = label === null ? {} : { HF_TOKEN: hub.token(label) }
    const id = await idOf(
      await submit('ada-write', { ...spec, command: ['python', '-c', line], secrets }),
    )
    expect((await logOf(id)).join('\n')).toMatch(new RegExp(expected))
    expect(hub.jobs.find('ada', id)?.stage).toBe('ERROR')
  })

  it.each([
    ['nobody', undefined, 'ada', 401],
    ['a garbage token', 'garbage', 'ada', 401],
    ['a read token', 'ada-read', 'ada', 403],
    ['a fine-grained token without job.write', 'ada-fine-grained', 'ada', 403],
    ['a fine-grained token with job.write', 'ada-fine-grained', 'the-lab', 200],
    ['a namespace of somebody else', 'ada-write', 'bob', 403],
    ['an organisation that only lets read', 'ada-write', 'strict-lab', 403],
    ['a namespace that nobody has', 'ada-write', 'nobody', 404],
  ] as const)('to %s', async (_who, as, namespace, status) => {
    const body = JSON.stringify({ ...spec, command: ['true'] })
    const reply = await ask(hub, `/api/jobs/${namespace}`, {
      method: 'POST',
      body,
      ...(as === undefined ? {} : { as }),
    })
    expect((await verdict(reply)).status).toBe(status)
  })

  it.each([
    [{ command: ['x'], dockerImage: 'a' }],
    [{ command: ['x'], flavor: 'no-such', dockerImage: 'a' }],
    [{ command: ['x'], flavor: 'cpu-basic' }],
    [{ ...spec, command: ['x'], spaceId: 'a/b' }],
    [{ ...spec, command: ['x'], environment: { '1A': 'x' } }],
    [{ ...spec, command: ['x'], labels: { name: 'x'.repeat(101) } }],
  ])('refuse %j', async (body) => {
    expect((await submit('ada-write', body)).status).toBe(400)
  })

  it('cut a log where the fault says', async () => {
    const id = await idOf(
      await submit('ada-write', {
        ...spec,
        command: ['python', '-c', 'for i in range(50): print("line", i)'],
      }),
    )
    hub.setFault({ path: `/api/jobs/ada/${id}/logs`, fault: { kind: 'reset', afterBytes: 500 }, times: 1 }) // prettier-ignore
    await expect(logOf(id)).rejects.toThrow()
    expect((await logOf(id)).at(-1)).toBe('line 49')
  })
})
