import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readJobFile } from '../../../electron/cli/job-file.ts'
import { AppFailure } from '../../../shared/errors.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubkey-job-file-'))
  await writeFile(join(folder, 'train.py'), 'print("train")')
})
afterAll(async () => rm(folder, { recursive: true }))

async function read(text: string) {
  const path = join(folder, 'job.yaml')
  await writeFile(path, text)
  return await readJobFile(path)
}

async function refusal(text: string): Promise<string> {
  return await read(text).then(
    () => 'read',
    (cause: unknown) => {
      if (cause instanceof AppFailure) return cause.error.message.replace(`${folder}/`, '')
      throw cause
    },
  )
}

const inForce = { from: 'account', provider: 'huggingface', account: null }

describe('a job file', () => {
  it('tells all about a script beside it', async () => {
    const { spec, schedule } = await read(`
# what I run every night
script: train.py
dependencies: [trl, "datasets>=3"]
python: 3.12
arguments: [--epochs, 3]
flavor: a10g-small
timeout: 2h
env: {MODE: test, WARM: true}
secrets:
  HF_TOKEN: $HF_TOKEN
  WORK_TOKEN: {account: work}
  WANDB_API_KEY: hush-hush
labels: {team: ml}
namespace: the-lab
volumes: [{type: bucket, source: ada/data, mountPath: /data}]
ports: [8000]
schedule: "@daily"
`)
    expect(schedule).toBe('@daily')
    expect(spec).toEqual({
      work: {
        kind: 'script',
        source: { kind: 'text', name: 'train.py', text: 'print("train")' },
        image: 'ghcr.io/astral-sh/uv:python3.12-bookworm',
        dependencies: ['trl', 'datasets>=3'],
        python: '3.12',
        arguments: ['--epochs', '3'],
      },
      flavor: 'a10g-small',
      timeoutSeconds: 7200,
      environment: { MODE: 'test', WARM: 'true' },
      secrets: {
        HF_TOKEN: inForce,
        WORK_TOKEN: { ...inForce, account: 'work' },
        WANDB_API_KEY: { from: 'text', text: 'hush-hush' },
      },
      labels: { team: 'ml' },
      namespace: 'the-lab',
      volumes: [{ type: 'bucket', source: 'ada/data', mountPath: '/data', readOnly: false }],
      ports: [8000],
    })
  })

  it('may hold the script itself, or a command, and a list of secrets by name', async () => {
    const { spec } = await read('script: |\n  import os\n  print(1)\nsecrets: [HF_TOKEN]\n')
    expect(spec.work).toMatchObject({ source: { text: 'import os\nprint(1)\n' } })
    expect(spec.secrets).toEqual({ HF_TOKEN: inForce })
    expect(spec.timeoutSeconds).toBeNull()
    const command = await read('image: python:3.12\ncommand: echo a | wc\n')
    expect(command.spec.work).toEqual({
      kind: 'command',
      image: 'python:3.12',
      command: ['bash', '-c', 'echo a | wc'],
    })
  })

  it.each([
    ['a name nobody knows', 'script: train.py\n\nflavour: x\n', 'job.yaml:3: a job has no “flavour”.'],
    ['a port that is none', 'script: train.py\nports:\n  - 8000\n  - 99999\n', /^job.yaml:4: ports.1: /],
    ['a list for a name', 'script: train.py\nflavor:\n  - x\n', /^job.yaml:2: flavor: /],
    ['an unknown word in a volume', 'script: train.py\nvolumes:\n  - type: disk\n    source: a\n    mountPath: /d\n', /^job.yaml:3: volumes.0.type: /],
    ['a time nobody can read', 'script: train.py\ntimeout: soon\n', /^job.yaml:2: a time limit/],
    ['neither script nor command', 'flavor: x\n', /either a script or a command/],
    ['both of them', 'script: train.py\ncommand: ls\nimage: x\n', /either a script or a command/],
    ['a command without an image', 'command: ls\n', /^job.yaml:1: command: A command needs an image/],
    ['no YAML', 'script: train.py\nenv: {a: [b\n', /^job.yaml:\d is no YAML/],
    ['a name said twice', 'script: train.py\nflavor: x\nflavor: y\n', /^job.yaml:3 is no YAML/],
    ['a list', '- script: train.py\n', /describes no job/],
    ['nothing', '', /describes no job/],
    ['a script that is not there', 'script: other.py\n', /There is no script/],
  ] as const)('is refused for %s, with its line', async (_what, text, sentence) => {
    expect(await refusal(text)).toMatch(sentence)
  }) // prettier-ignore

  it('is refused without a word of what it holds', async () => {
    expect(await refusal('script: train.py\nsecrets:\n  A: [hush-hush]\n')).not.toContain('hush')
    expect(await refusal('script: train.py\nhush-hush: x\nenv: {a: [b\n')).not.toContain('hush')
  })

  it('is bounded', async () => {
    expect(await refusal(`script: train.py\n#${'x'.repeat(300_000)}`)).not.toBe('read')
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefgh'.split('').map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[at]}`).join(',')}]`)].join('\n') // prettier-ignore
    expect(await refusal(bomb)).not.toBe('read')
  })
})
