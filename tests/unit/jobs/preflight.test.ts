import { describe, expect, it } from 'vitest'
import type { FindingCode, PreflightFacts } from '../../../electron/jobs/preflight/finding.ts'
import { mend, preflight } from '../../../electron/jobs/preflight/preflight.ts'
import type { JobSpec } from '../../../shared/domain/job.ts'
import { defaultScriptImage } from '../../../shared/domain/job-facts.ts'
import { command, facts, identity, madeToken as made, script, text, token } from './specs.ts'

const given = { secrets: { HF_TOKEN: token } }
const head = (names: string): string => `# /// script\n# dependencies = [${names}]\n# ///\n`
const push = 'ds.push_to_hub("ada/data")'
const holds = (who: ReturnType<typeof identity>): PreflightFacts =>
  facts({ holders: { HF_TOKEN: who } })
const submits = (who: ReturnType<typeof identity>): PreflightFacts => facts({ submitter: who })
const soon = { expiresAt: '2026-06-01T12:30:00Z' }

const packages = (dependencies: string[]): JobSpec => {
  const spec = script('print(1)')
  return spec.work.kind === 'script' ? { ...spec, work: { ...spec.work, dependencies } } : spec
}

/** Forty jobs with one mistake each. */
const planted: readonly (readonly [FindingCode, string, JobSpec, PreflightFacts?])[] = [
  ['token-in-script', 'in a variable', script(`token = "${made}"\napi = HfApi(token=token)`)],
  ['token-in-script', 'in a comment', script(`print(1)  # ${made}`)],
  ['token-in-script', 'beside a header', script(`${head('"datasets"')}import os\nlogin("${made}")`)],
  ['token-in-script', 'in single quotes', script(`HfApi(token='${made}')`)],
  ['token-in-command', 'as an option', command(['hf', 'download', 'a/b', '--token', made])],
  ['token-in-command', 'as an option with =', command(['hf', 'download', `--token=${made}`])],
  ['token-in-command', 'in a shell', command(['bash', '-c', `HF_TOKEN=${made} python run.py`])],
  ['token-in-command', 'among a script’s arguments', script('print(1)', {}, ['--token', made])],
  ['token-in-command', 'in a dependency’s address', packages([`git+https://user:${made}@huggingface.co/ada/lib`])],
  ['token-in-script', 'of NVIDIA', script(`key = "nvapi-${'aB3d'.repeat(9)}"`)],
  ['token-in-labels', 'as a value', command(['true'], { labels: { by: made } })],
  ['token-in-environment', 'HF_TOKEN', script('print(1)', { environment: { HF_TOKEN: made } })],
  ['token-in-environment', 'by another name', command(['true'], { environment: { MODE: made } })],
  ['token-in-environment', 'the placeholder', script(push, { environment: { HF_TOKEN: '$HF_TOKEN' } })],
  ['token-in-environment', 'the placeholder in braces', script('print(1)', { environment: { KEY: '${HF_TOKEN}' } })],
  ['secret-in-environment', 'of another service', command(['true'], { environment: { WANDB_API_KEY: 'w'.repeat(40) } })],
  ['secret-in-environment', 'a password', command(['true'], { environment: { DB_PASSWORD: 'open sesame' } })],
  ['environment-hides-secret', 'the same name twice', script(push, { ...given, environment: { HF_TOKEN: 'x' } })],
  ['secret-printed', 'by its variable', script('import os\ntoken = os.environ["HF_TOKEN"]\nprint(token)', given)],
  ['secret-printed', 'from the environment', script('import os\nprint(os.environ["HF_TOKEN"])', given)],
  ['wrong-secret-name', 'TOKEN', script(push, { secrets: { TOKEN: token } })],
  ['wrong-secret-name', 'HUGGINGFACE_TOKEN', script('print(1)', { secrets: { HUGGINGFACE_TOKEN: token } })],
  ['wrong-secret-name', 'in small letters', command(['true'], { secrets: { hf_token: token } })],
  ['placeholder-not-replaced', 'a misspelt one', script(push, { secrets: { HF_TOKEN: text('$HF_TOKN') } })],
  ['placeholder-not-replaced', 'of a template', script(push, { secrets: { HF_TOKEN: text('{{ token }}') } })],
  ['placeholder-not-replaced', 'of GitHub', script(push, { secrets: { HF_TOKEN: text('${{ secrets.HF }}') } })],
  ['placeholder-not-replaced', 'of a guide', script(push, { secrets: { HF_TOKEN: text('hf_xxxxxxxx') } })],
  ['placeholder-not-replaced', 'of another service', command(['true'], { secrets: { WANDB_API_KEY: text('<your key>') } })],
  ['hardcoded-token', 'written out', script(push, { secrets: { HF_TOKEN: text(made) } })],
  ['empty-secret', 'nothing', script(push, { secrets: { HF_TOKEN: text('') } })],
  ['secret-missing', 'a push', script(push)],
  ['secret-missing', 'an assertion', script('import os\nassert "HF_TOKEN" in os.environ')],
  ['secret-missing', 'a command', command(['bash', '-c', 'hf upload ada/model .'])],
  ['token-cannot-write', 'a read token', script(push, given), holds(identity('read'))],
  ['token-cannot-write', 'a fine-grained one', script(push, given), holds(identity('fineGrained', { rights: ['repo.content.read'] }))],
  ['token-cannot-run-jobs', 'a read token', command(['true']), submits(identity('read'))],
  ['token-cannot-run-jobs', 'no job.write', command(['true']), submits(identity('fineGrained', { rights: ['repo.write'] }))],
  ['namespace-not-yours', 'somebody else’s', command(['true'], { namespace: 'bob' })],
  ['namespace-not-yours', 'only to read', command(['true'], { namespace: 'read-lab' })],
  ['push-not-yours', 'another owner', script('ds.push_to_hub("username/data")', given)],
  ['token-ends-early', 'a log-in', script(push, given), holds(identity('oauth', soon))],
  ['header-not-closed', 'no end', script('# /// script\n# dependencies = ["trl"]\nimport trl')],
  ['header-twice', 'two of them', script(`${head('"trl"')}${head('"peft"')}print(1)`)],
  ['header-not-understood', 'no list', script('# /// script\n# dependencies = datasets\n# ///\nprint(1)')],
  ['dependency-missing', 'no header', script('from datasets import Dataset')],
  ['dependency-missing', 'another one', script(`${head('"datasets"')}import transformers`)],
  ['unknown-machine', 'misspelt', command(['true'], { flavor: 't4_smal' })],
  ['name-not-allowed', 'a digit first', command(['true'], { environment: { '1ST': 'x' } })],
  ['label-not-allowed', 'a space', command(['true'], { labels: { name: 'my job' } })],
] // prettier-ignore

const url = (address: string, change: Partial<JobSpec> = {}): JobSpec => ({
  ...script('', change),
  work: {
    kind: 'script',
    source: { kind: 'url', url: address },
    image: defaultScriptImage,
    dependencies: [],
    python: null,
    arguments: [],
  },
})

/** Forty jobs that nothing is wrong with. */
const sound: readonly (readonly [string, JobSpec, PreflightFacts?])[] = [
  ['a print', script('print("hello")')],
  ['a command', command(['python', '-c', 'print(1)'])],
  ['a push with its token', script(push, given)],
  ['a push for an organisation', script('m.push_to_hub("the-lab/model")', given)],
  ['a job for an organisation', command(['true'], { namespace: 'the-lab' })],
  ['a job for oneself', command(['true'], { namespace: 'ada' })],
  ['a name in other letters', command(['true'], { namespace: 'Ada' })],
  ['an assertion with the token', script('import os\nassert "HF_TOKEN" in os.environ', given)],
  ['the environment read', script('import os\ntoken = os.environ.get("HF_TOKEN")', given)],
  ['the old name of the variable', script(push, { secrets: { HUGGING_FACE_HUB_TOKEN: token } }), facts({ holders: {} })],
  ['a name that the script reads', script('import os\nHfApi(token=os.environ["MY_TOKEN"])', { secrets: { MY_TOKEN: token } })],
  ['a second token beside the first', script(push, { secrets: { HF_TOKEN: token, OTHER: token } })],
  ['a key of another service as a secret', command(['true'], { secrets: { WANDB_API_KEY: text('w'.repeat(40)) } })],
  ['a token of NVIDIA', command(['true'], { secrets: { NGC_API_KEY: { from: 'account', provider: 'ngc', account: null } } })],
  ['a public model read', script(`${head('"transformers"')}from transformers import AutoModel\nAutoModel.from_pretrained("a/b")`)],
  ['a private one read', script(`${head('"datasets"')}from datasets import load_dataset\nload_dataset("ada/p")`, given), holds(identity('read'))],
  ['a header with versions', script(`${head('"datasets>=3", "trl[vllm]==0.9"')}import datasets, trl`)],
  ['a header over several lines', script('# /// script\n# dependencies = [\n#   "datasets",\n# ]\n# ///\nimport datasets')],
  ['a header with a version of Python', script('# /// script\n# requires-python = ">=3.11"\n# dependencies = ["torch"]\n# ///\nimport torch')],
  ['a package that another brings', script(`${head('"datasets"')}from huggingface_hub import HfApi`)],
  ['the standard library', script('import os, sys, json\nfrom pathlib import Path')],
  ['a module nobody knows', script('import my_own_module')],
  ['a name like a token', script('from_hf = "hf_hub_download"\nprint("hf_transfer_enabled_by_default")')],
  ['a plain variable', command(['true'], { environment: { MODE: 'test', EPOCHS: '3' } })],
  ['a switch named like a secret', command(['true'], { environment: { USE_TOKEN: 'true' } })],
  ['a number named like a secret', command(['true'], { environment: { MAX_API_KEY: '100' } })],
  ['HF’s own switches', command(['true'], { environment: { HF_HUB_ENABLE_HF_TRANSFER: '1', HF_HOME: '/data' } })],
  ['labels', command(['true'], { labels: { name: 'my-job_1.0', team: 'ml' } })],
  ['another machine', command(['true'], { flavor: 'a10g-large' })],
  ['machines that nobody listed', command(['true'], { flavor: 'h200' }), facts({ hardware: null })],
  ['a script at an address', url('https://example.org/train.py', given)],
  ['one that reads what nobody sees', url('https://example.org/train.py', { secrets: { MY_TOKEN: token } })],
  ['a fine-grained token that may write', script(push, given), holds(identity('fineGrained', { rights: ['repo.write'] }))],
  ['a fine-grained one that runs jobs', command(['true']), submits(identity('fineGrained', { rights: ['job.write'] }))],
  ['a log-in', script(push, given), holds(identity('oauth', { expiresAt: '2026-06-01T20:00:00Z' }))],
  ['a log-in and a short job', script(push, { ...given, timeoutSeconds: 600 }), holds(identity('oauth', soon))],
  ['an owner nobody could tell', script('x.push_to_hub("who/x")', given), facts({ holders: {}, submitter: null })],
  ['a push in a comment', script('# ds.push_to_hub("bob/x")\nprint(1)')],
  ['arguments', script('print(1)', {}, ['--epochs', '3', '--token-limit', '100'])],
  ['a shell that uses the secret', command(['bash', '-c', 'hf upload ada/model . --token $HF_TOKEN'], given)],
  ['the length of the token printed', script('import os\nprint(len(os.environ["HF_TOKEN"]))', given)],
  ['the time limit of the Hub', command(['true'], { timeoutSeconds: null })],
] // prettier-ignore

describe('the preflight of a job', () => {
  it('is tried with forty of each kind', () => {
    expect(planted.length).toBeGreaterThanOrEqual(40)
    expect(sound.length).toBeGreaterThanOrEqual(40)
  })

  const mistakes = planted.map(([code, title, spec, world = facts()]) => ({
    code,
    title,
    spec,
    world,
  }))
  it.each(mistakes)('finds $code: $title', ({ code, spec, world }) => {
    const found = preflight(spec, world)
    const mine = found.find((one) => one.code === code)
    expect(found.map((one) => one.code)).toContain(code)
    expect(JSON.stringify(found.map(({ message }) => message))).not.toContain(made)
    // One click is enough: the same is not found again.
    const fix = mine?.fix
    const after = fix?.kind === 'change' ? preflight(fix.apply(spec), world) : []
    expect(after.map((one) => one.code)).not.toContain(code)
  })

  const good = sound.map(([title, spec, world = facts()]) => ({ title, spec, world }))
  it.each(good)('lets pass: $title', ({ spec, world }) => {
    expect(preflight(spec, world).map(({ code }) => code)).toEqual([])
  })

  it('moves a key of NVIDIA’s to a secret of its own', () => {
    const key = `nvapi-${'aB3d'.repeat(9)}`
    const mended = mend(script(`ask("${key}")`), facts())
    expect(mended.secrets).toEqual({
      NGC_API_KEY: { from: 'account', provider: 'ngc', account: null },
    })
    expect(JSON.stringify(mended)).toContain('os.environ[\\\"NGC_API_KEY\\\"]')
  })

  it('mends all at once what can be mended', () => {
    const spec = script(`token = "${made}"\nds.push_to_hub("ada/x")`, {
      environment: { HF_TOKEN: made },
      labels: { name: 'my job' },
    })
    const mended = mend(spec, facts())
    expect(preflight(mended, facts())).toEqual([])
    expect(JSON.stringify(mended)).not.toContain(made)
    expect(mended.secrets).toEqual(given.secrets)
  })
})
