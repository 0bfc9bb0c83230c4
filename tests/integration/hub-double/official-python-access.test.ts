import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { buildKnownAnswerModel } from '../../fixtures/known-answer-model/known-answer-model.ts'
import { preparePython, type Said } from '../../fixtures/python/python.ts'

const python = await preparePython()

/** One Python call, and the class of what it raised; `null` when it raised nothing. */
interface Case {
  readonly call: 'auth_check' | 'hf_hub_download' | 'snapshot_download' | 'model_info'
  readonly token: string | null
  readonly given: Readonly<Record<string, string>>
}

/** Reads cases from stdin and answers with the names of the exceptions, in order. */
const judge = `
import json, sys, huggingface_hub
api = huggingface_hub.HfApi()
answers = []
for case in json.load(sys.stdin):
    try:
        getattr(api, case["call"])(token=case["token"] or False, **case["given"])
        answers.append(None)
    except Exception as error:
        answers.append(type(error).__name__)
print(json.dumps(answers))
`

describe.skipIf(python === null)('what the official Python client makes of the double', () => {
  let hub: HubDouble
  let home: Awaited<ReturnType<typeof temporaryFolder>>

  beforeAll(async () => {
    hub = await startHubDouble()
    home = await temporaryFolder()
    hub.addRepo({
      id: 'hubkey-tests/new-name',
      formerNames: ['hubkey-tests/old-name'],
      files: { 'config.json': '{}' },
    })
    hub.addRepo({
      id: 'hubkey-tests/gated-dataset',
      type: 'dataset',
      gated: 'manual',
      access: { ada: 'granted' },
      files: { 'train.jsonl': '{}' },
    })
  })
  afterAll(async () => {
    await hub.close()
    await home.remove()
  })

  const environment = (): Record<string, string | undefined> => ({
    PATH: process.env['PATH'],
    HOME: home.path,
    HF_ENDPOINT: hub.url,
    HF_HUB_DISABLE_TELEMETRY: '1',
    HF_HUB_DISABLE_XET: '1',
    HF_HUB_DISABLE_PROGRESS_BARS: '1',
  })
  const hf = async (token: string | null, ...args: readonly string[]): Promise<Said> =>
    python!.hf(args, { env: { ...environment(), ...(token === null ? {} : { HF_TOKEN: token }) } })

  async function raised(cases: readonly Case[]): Promise<(string | null)[]> {
    const stdin = JSON.stringify(cases)
    const said = await python!.python3(['-c', judge], { env: environment(), stdin })
    expect(said.stderr).not.toContain('Traceback')
    return JSON.parse(said.stdout) as (string | null)[]
  }

  it('raises its own exception for every case', async () => {
    const ada = hub.token('ada-read')
    const bob = hub.token('bob-read')
    const gated = { repo_id: SAMPLE.gatedModel }
    const open = { repo_id: SAMPLE.openModel }
    const file = { filename: SAMPLE.modelFile }
    const dataset = { repo_id: 'hubkey-tests/gated-dataset', repo_type: 'dataset' }
    const rows: [Case['call'], string | null, Case['given'], string | null][] = [
      ['auth_check', null, open, null],
      ['auth_check', ada, gated, null],
      ['auth_check', bob, gated, 'GatedRepoError'],
      ['auth_check', null, gated, 'GatedRepoError'],
      ['auth_check', ada, { repo_id: 'hubkey-tests/gated-pending' }, 'GatedRepoError'],
      ['auth_check', ada, { repo_id: 'hubkey-tests/gated-rejected' }, 'GatedRepoError'],
      ['auth_check', ada, { repo_id: 'hubkey-tests/gated-reset' }, 'GatedRepoError'],
      ['auth_check', ada, { repo_id: 'hubkey-tests/no-such-model' }, 'RepositoryNotFoundError'],
      ['auth_check', bob, { repo_id: 'ada/private-notes' }, 'RepositoryNotFoundError'],
      // Over https it would be RepositoryNotFoundError: the client's pattern for that knows no http.
      ['auth_check', null, { repo_id: 'ada/private-notes' }, 'HfHubHTTPError'],
      ['auth_check', ada, { repo_id: 'ada/private-notes' }, null],
      ['auth_check', ada, { repo_id: 'hubkey-tests/disabled-model' }, 'DisabledRepoError'],
      ['auth_check', ada, { repo_id: 'hubkey-tests/old-name' }, null],
      ['auth_check', ada, { repo_id: 'strict-lab/policy-model' }, 'HfHubHTTPError'],
      ['auth_check', ada, dataset, null],
      ['auth_check', bob, dataset, 'GatedRepoError'],
      ['model_info', null, gated, null],
      ['model_info', null, { ...open, revision: 'v9' }, 'RevisionNotFoundError'],
      ['hf_hub_download', ada, { ...gated, ...file }, null],
      ['hf_hub_download', bob, { ...open, ...file }, null],
      ['hf_hub_download', null, { repo_id: 'hubkey-tests/old-name', filename: 'config.json' }, null],
      ['hf_hub_download', bob, { repo_id: 'hubkey-tests/gated-reset', ...file }, 'GatedRepoError'],
      ['hf_hub_download', ada, { ...open, filename: 'no.gguf' }, 'RemoteEntryNotFoundError'],
      ['hf_hub_download', ada, { ...open, ...file, revision: 'v9' }, 'RevisionNotFoundError'],
      ['snapshot_download', ada, gated, null],
      ['snapshot_download', ada, { repo_id: 'hubkey-tests/gated-pending' }, 'GatedRepoError'],
    ] // prettier-ignore
    const answers = await raised(rows.map(([call, token, given]) => ({ call, token, given })))
    const name = (row: (typeof rows)[number]): string =>
      `${row[0]} ${row[1] === ada ? 'ada' : row[1] === bob ? 'bob' : 'nobody'} ${JSON.stringify(row[2])}`
    expect(answers.map((answer, n) => [name(rows[n]!), answer])).toEqual(
      rows.map((row) => [name(row), row[3]]),
    )
  })

  it('hf downloads a gated model whole, and refuses one that is closed', async () => {
    const folder = join(home.path, 'download')
    const to = ['--local-dir', folder]
    const done = await hf(hub.token('ada-read'), 'download', SAMPLE.gatedModel, ...to)
    expect(done).toMatchObject({ code: 0 })
    const bytes = await readFile(join(folder, SAMPLE.modelFile))
    expect(bytes.equals(buildKnownAnswerModel())).toBe(true)
    const refused = await hf(hub.token('bob-read'), 'download', 'hubkey-tests/gated-reset')
    expect(refused.code).not.toBe(0)
    expect(refused.stderr + refused.stdout).toMatch(/gated|restricted|authorized/i)
    expect(hub.leaks()).toEqual([])
  })

  it('hf says who a token belongs to', async () => {
    const said = await hf(hub.token('bob-read'), 'auth', 'whoami')
    expect(said.stdout).toContain('bob')
    expect((await hf(null, 'auth', 'whoami')).code).toBe(1)
  })
})
