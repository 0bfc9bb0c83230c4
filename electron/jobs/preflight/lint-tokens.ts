import type { JobSpec } from '../../../shared/domain/job.ts'
import { change, without, withToken, type Finding } from './finding.ts'
import { holdsToken, tokensIn, tokenText } from './token-text.ts'
import { withScript } from './script-uses.ts'

const tokens = new RegExp(tokenText, 'g')
const quotedTokens = new RegExp(`(["'])${tokenText}\\1`, 'g')
const tokenOption = new RegExp(`^--?[\\w-]*(?:token|key)(?:=${tokenText})?$`, 'i')

const secretName = /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY)$/i
const ours = /^(?:HF_TOKEN|HUGGING_?FACE_?HUB_TOKEN|HUGGINGFACEHUB_API_TOKEN)$/i
const ourPlaceholder = /^\$\{?HF_TOKEN\}?$/

/** Tokens where everybody who may look at the job can read them. */
export function lintTokens(spec: JobSpec): readonly Finding[] {
  return [...lintWork(spec), ...lintEnvironment(spec), ...lintLabels(spec), ...lintPrinted(spec)]
}

function lintWork({ work }: JobSpec): readonly Finding[] {
  const found: Finding[] = []
  if (work.kind === 'script' && work.source.kind === 'text' && holdsToken(work.source.text)) {
    found.push({
      code: 'token-in-script',
      level: 'error',
      message: 'The script has a token in its text, where whoever sees the job can read it.',
      fix: change('Read it from the secret HF_TOKEN', (spec) =>
        withTokensOf(textOf(spec), withScript(spec, readFromEnvironment)),
      ),
    })
  }
  const words = work.kind === 'script' ? [...work.arguments, ...work.dependencies] : work.command
  if (words.some(holdsToken)) {
    found.push({
      code: 'token-in-command',
      level: 'error',
      message: 'The command has a token in it, where whoever sees the job can read it.',
      fix: change('Move it to the secrets', (spec) =>
        withTokensOf(words.join('\n'), withoutTokens(spec)),
      ),
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
          fix: change('Move it to the secrets', (spec) =>
            withTokensOf(value, withoutVariable(spec, name)),
          ),
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

function lintLabels({ labels }: JobSpec): readonly Finding[] {
  return Object.entries(labels)
    .filter((pair) => pair.some(holdsToken))
    .map(([name]) => ({
      code: 'token-in-labels',
      level: 'error',
      message: 'A label has a token in it, where whoever sees the job can read it.',
      fix: change('Take the label away', (spec) => ({
        ...spec,
        labels: without(spec.labels, name),
      })),
    }))
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
    .replace(quotedTokens, (found) => `os.environ["${secretFor(found)}"]`)
    .replace(tokens, (found) => `the token in ${secretFor(found)}`)
  if (!/os\.environ\["(?:HF_TOKEN|NGC_API_KEY)"\]/.test(read) || /^import os\b/m.test(read))
    return read
  // Behind the header of PEP 723, which has to stand by itself, and what has to come first in a module.
  const header =
    /^from __future__ import .*\n/m.exec(read) ??
    /^# \/\/\/ script$[\s\S]*?^# \/\/\/$\n?/m.exec(read)
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
    return isShell ? [word.replace(tokens, (found) => `$${secretFor(found)}`)] : []
  })
  if (work.kind === 'script') {
    const dependencies = work.dependencies.map(withoutUser).filter((word) => !holdsToken(word))
    return { ...spec, work: { ...work, dependencies, arguments: kept } }
  }
  return { ...spec, work: { ...work, command: kept.length === 0 ? ['true'] : kept } }
}

/** `git+https://user:token@host/…` without its user, whom git then asks its helper for. */
function withoutUser(dependency: string): string {
  return holdsToken(dependency) ? dependency.replace(/(:\/\/)[^@/\s]+@/, '$1') : dependency
}

/** The variable that a token of this shape goes by. */
function secretFor(found: string): 'HF_TOKEN' | 'NGC_API_KEY' {
  return found.includes('nvapi-') ? 'NGC_API_KEY' : 'HF_TOKEN'
}

/** The specification with a secret for each kind of token that stood in `text`, or was to stand there. */
function withTokensOf(text: string, spec: JobSpec): JobSpec {
  const names = new Set(tokensIn(text).map(secretFor))
  const withHub = names.has('HF_TOKEN') || names.size === 0 ? withToken(spec) : spec
  if (!names.has('NGC_API_KEY') || 'NGC_API_KEY' in spec.secrets) return withHub
  const key = { from: 'account', provider: 'ngc', account: null } as const
  return { ...withHub, secrets: { ...withHub.secrets, NGC_API_KEY: key } }
}

function textOf({ work }: JobSpec): string {
  return work.kind === 'script' && work.source.kind === 'text' ? work.source.text : ''
}

function withoutVariable(spec: JobSpec, name: string): JobSpec {
  return { ...spec, environment: without(spec.environment, name) }
}
