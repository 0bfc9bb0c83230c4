import type { JobSpec } from '../../../shared/domain/job.ts'
import { change, without, withToken, type Finding } from './finding.ts'
import { withScript } from './script-uses.ts'

/** Tokens by their shape; narrow, because `hf_hub_download` is none (see redaction/shapes.ts). */
const tokenText =
  '(?:hf_(?:oauth_|jwt_)?[A-Za-z0-9.-]{16,}|api_org_[A-Za-z0-9]{16,}|nvapi-[\\w-]{16,})'
const token = new RegExp(tokenText)
const tokens = new RegExp(tokenText, 'g')
const quotedTokens = new RegExp(`(["'])${tokenText}\\1`, 'g')
const tokenOption = new RegExp(`^--?[\\w-]*(?:token|key)(?:=${tokenText})?$`, 'i')

const secretName = /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY)$/i
const ours = /^(?:HF_TOKEN|HUGGING_?FACE_?HUB_TOKEN|HUGGINGFACEHUB_API_TOKEN)$/i
const ourPlaceholder = /^\$\{?HF_TOKEN\}?$/

/** Whether a text holds something of a token's shape. */
export function holdsToken(text: string): boolean {
  return token.test(text)
}

/** Tokens where everybody who may look at the job can read them. */
export function lintTokens(spec: JobSpec): readonly Finding[] {
  return [...lintWork(spec), ...lintEnvironment(spec), ...lintPrinted(spec)]
}

function lintWork({ work }: JobSpec): readonly Finding[] {
  const found: Finding[] = []
  if (work.kind === 'script' && work.source.kind === 'text' && holdsToken(work.source.text)) {
    found.push({
      code: 'token-in-script',
      level: 'error',
      message: 'The script has a token in its text, where whoever sees the job can read it.',
      fix: change('Read it from the secret HF_TOKEN', (spec) =>
        withToken(withScript(spec, readFromEnvironment)),
      ),
    })
  }
  const words = work.kind === 'script' ? work.arguments : work.command
  if (words.some(holdsToken)) {
    found.push({
      code: 'token-in-command',
      level: 'error',
      message: 'The command has a token in it, where whoever sees the job can read it.',
      fix: change('Move it to the secrets', (spec) => withToken(withoutTokens(spec))),
    })
  }
  return found
}

function lintEnvironment({ environment, secrets }: JobSpec): readonly Finding[] {
  return Object.entries(environment).flatMap(([name, value]): Finding[] => {
    if (name in secrets) {
      return [
        {
          code: 'environment-hides-secret',
          level: 'error',
          message: `${name} is a secret and a plain variable at once.`,
          fix: change('Keep the secret', (spec) => withoutVariable(spec, name)),
        },
      ]
    }
    if (holdsToken(value) || ourPlaceholder.test(value) || (ours.test(name) && value !== '')) {
      return [
        {
          code: 'token-in-environment',
          level: 'error',
          message: `${name} is a plain variable: whoever sees the job can read the token.`,
          fix: change('Move it to the secrets', (spec) => withToken(withoutVariable(spec, name))),
        },
      ]
    }
    if (!secretName.test(name) || value === '' || /^(?:true|false|\d{1,8})$/i.test(value)) return []
    return [
      {
        code: 'secret-in-environment',
        level: 'warning',
        message: `${name} looks like a secret, and plain variables can be read by whoever sees the job.`,
        fix: change('Move it to the secrets', (spec) => {
          const moved = { ...spec.secrets, [name]: { from: 'text', text: value } as const }
          return { ...withoutVariable(spec, name), secrets: moved }
        }),
      },
    ]
  })
}

/** The log is kept, and read by whoever may see the job. */
const printing =
  /^[^\S\n]*print\((?:f?["'][^"'\n]*\{?)?\s*(?:token|hf_token|os\.environ(?:\.get\(|\[)["']HF_TOKEN["'][)\]])[^\n]*\)[^\S\n]*(?:\n|$)/gim

function lintPrinted({ work }: JobSpec): readonly Finding[] {
  if (work.kind !== 'script' || work.source.kind !== 'text') return []
  if (work.source.text.search(printing) === -1) return []
  return [
    {
      code: 'secret-printed',
      level: 'warning',
      message: 'The script prints its token into the log.',
      fix: change('Take that line away', (spec) =>
        withScript(spec, (text) => text.replace(printing, '')),
      ),
    },
  ]
}

function readFromEnvironment(text: string): string {
  const read = text
    .replace(quotedTokens, 'os.environ["HF_TOKEN"]')
    .replace(tokens, 'the token in HF_TOKEN')
  if (!read.includes('os.environ["HF_TOKEN"]') || /^import os\b/m.test(read)) return read
  // Behind the header of PEP 723, which has to stand by itself.
  const header = /^# \/\/\/ script$[\s\S]*?^# \/\/\/$\n?/m.exec(read)
  const at = header === null ? 0 : header.index + header[0].length
  return `${read.slice(0, at)}import os\n${read.slice(at)}`
}

function withoutTokens(spec: JobSpec): JobSpec {
  const { work } = spec
  const words = work.kind === 'script' ? work.arguments : work.command
  const isShell = work.kind === 'command' && /(?:^|\/)(?:ba|z)?sh$/.test(words[0] ?? '')
  const kept = words.flatMap((word, at): string[] => {
    const next = words[at + 1] ?? ''
    if (tokenOption.test(word) && (holdsToken(word) || new RegExp(`^${tokenText}$`).test(next)))
      return []
    if (!holdsToken(word)) return [word]
    return isShell ? [word.replace(tokens, '$HF_TOKEN')] : []
  })
  if (work.kind === 'script') return { ...spec, work: { ...work, arguments: kept } }
  return { ...spec, work: { ...work, command: kept.length === 0 ? ['true'] : kept } }
}

function withoutVariable(spec: JobSpec, name: string): JobSpec {
  return { ...spec, environment: without(spec.environment, name) }
}
