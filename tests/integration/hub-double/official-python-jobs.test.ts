import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { preparePython } from '../../fixtures/python/python.ts'

const python = await preparePython()

/** Many `hf` command lines in one interpreter, because starting one takes longer than they do. */
const manyCommands = `
import contextlib, io, json, sys
from huggingface_hub.cli import hf
said = []
for args in json.load(sys.stdin):
    text = io.StringIO()
    sys.argv = ["hf", *args]
    code = 0
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        try:
            hf.main()
        except SystemExit as end:
            code = end.code or 0
    said.append({"code": code, "text": text.getvalue()})
print("RESULT" + json.dumps(said))
`

/** What the command line cannot be asked for. */
const apiCalls = `
import json
from huggingface_hub import HfApi
api = HfApi()
uv = api.run_uv_job("https://example.org/train.py", dependencies=["datasets"], script_args=["--epochs", "3"])
made = api.create_scheduled_job(image="python:3.12", command=["echo", "tick"], schedule="@hourly", secrets={"WORD": "hush-hush"})
api.suspend_scheduled_job(scheduled_job_id=made.id)
suspended = api.inspect_scheduled_job(scheduled_job_id=made.id)
api.resume_scheduled_job(scheduled_job_id=made.id)
run = api.trigger_scheduled_job(scheduled_job_id=made.id)
listed = [one.id for one in api.list_scheduled_jobs()]
api.delete_scheduled_job(scheduled_job_id=made.id)
long = api.run_job(image="python:3.12", command=["sleep", "30"], expose=[8000])
metrics = list(api.fetch_job_metrics(job_id=long.id))
again = api.update_job_labels(job_id=long.id, labels={"team": "ml"})
api.cancel_job(job_id=long.id)
print("RESULT" + json.dumps({
    "uv": uv.command, "suspended": suspended.suspend, "secrets": list(suspended.job_spec.secrets),
    "initiator": run.initiator.type, "listed": made.id in listed, "left": len(list(api.list_scheduled_jobs())),
    "metrics": len(metrics), "labels": again.labels, "urls": long.status.expose_urls is not None,
    "stage": api.inspect_job(job_id=long.id).status.stage}))
`

describe.skipIf(python === null)('the official Python client and the double’s jobs', () => {
  let hub: HubDouble
  let home: Awaited<ReturnType<typeof temporaryFolder>>
  beforeAll(async () => {
    hub = await startHubDouble()
    home = await temporaryFolder()
  })
  afterAll(async () => {
    await hub.close()
    await home.remove()
  })

  async function ask<T>(script: string, token: string, stdin = ''): Promise<T> {
    const env = {
      PATH: process.env['PATH'],
      HOME: home.path,
      HF_ENDPOINT: hub.url,
      HF_TOKEN: hub.token(token),
      HF_HUB_DISABLE_TELEMETRY: '1',
      NO_COLOR: '1',
      COLUMNS: '400',
    }
    const said = await python!.python3(['-c', script], { env, stdin })
    const result = /^RESULT(.*)$/m.exec(said.stdout)?.[1]
    if (result === undefined) throw new Error(said.stderr.slice(-2000))
    return JSON.parse(result) as T
  }
  const hf = async (
    token: string,
    ...lines: readonly (readonly string[])[]
  ): Promise<readonly { code: number; text: string }[]> =>
    ask(manyCommands, token, JSON.stringify(lines.map((args) => ['jobs', ...args])))

  it('hf jobs run, uv run, ps, logs, inspect, cancel and hardware', async () => {
    const ada = hub.token('ada-write')
    const image = 'python:3.12'
    const done = hub.jobs.start(
      { namespace: 'ada', token: state('ada-write') },
      { command: ['echo', 'earlier'], flavor: 'cpu-basic', dockerImage: image },
    )
    const long = hub.jobs.start(
      { namespace: 'ada', token: state('ada-write') },
      { command: ['sleep', '60'], flavor: 'cpu-basic', dockerImage: image },
    )
    const script = [
      'python',
      '-c',
      'assert "HF_TOKEN" in os.environ, "HF_TOKEN required!"; print("with it")',
    ]
    const [run, lacking, uv, ps, logs, inspect, cancel, hardware] = await hf(
      'ada-write',
      ['run', '--secrets', 'HF_TOKEN', image, ...script],
      ['run', image, ...script],
      ['uv', 'run', 'lighteval', 'accelerate'],
      ['ps', '-a'],
      ['logs', done.id],
      ['inspect', done.id],
      ['cancel', long.id],
      ['hardware'],
    ) // prettier-ignore
    expect(run).toMatchObject({ code: 0 })
    expect(run?.text).toContain('with it')
    expect(lacking?.code).toBe(1)
    expect(lacking?.text).toContain('AssertionError: HF_TOKEN required!')
    expect(uv).toMatchObject({ code: 0 })
    const [, , third = ''] = hub.jobs.bodies
    expect(JSON.parse(third)).toMatchObject({ command: ['uv', 'run', 'lighteval', 'accelerate'] })
    expect(ps?.text).toContain(long.id)
    expect(logs).toMatchObject({ code: 0 })
    expect(logs?.text).toContain('earlier')
    expect(inspect?.text).toContain(done.id)
    expect(cancel).toMatchObject({ code: 0 })
    expect(long.stage).toBe('CANCELED')
    expect(hardware?.text).toContain('a10g-large')
    const [first = ''] = hub.jobs.bodies
    expect(JSON.parse(first)).toMatchObject({ secrets: { HF_TOKEN: ada } })
    const shown = [run, ps, logs, inspect].map((said) => said?.text).join('\n')
    expect(shown.includes(ada)).toBe(false)
  })

  it('schedules, measures, labels and lists through the library', async () => {
    expect(await ask(apiCalls, 'ada-write')).toEqual({
      uv: ['uv', 'run', '--with', 'datasets', 'https://example.org/train.py', '--epochs', '3'],
      suspended: true,
      secrets: ['WORD'],
      initiator: 'scheduled-job',
      listed: true,
      left: 0,
      metrics: 1,
      labels: { team: 'ml' },
      urls: true,
      stage: 'CANCELED',
    })
  })

  it('refuses a token that may not run jobs', async () => {
    const [run] = await hf('ada-read', ['run', '--detach', 'python:3.12', 'echo', 'hello'])
    expect(run?.code).toBe(1)
    expect(run?.text).toMatch(/403|job\.write/)
  })

  function state(label: string): Parameters<HubDouble['jobs']['start']>[0]['token'] {
    return { label, kind: 'write', owner: 'ada', value: hub.token(label), createdAt: new Date() }
  }
})
