import type { JobSecret, JobSpec } from '../../../shared/domain/job.ts'
import { change, without, withToken, type Finding } from './finding.ts'
import { holdsToken } from './token-text.ts'
import { usesOf } from './script-uses.ts'

/** Names that huggingface_hub reads by itself (`_auth.py`). */
const readByLibrary = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN']
/** What people write where a value should stand. */
const placeholder =
  /^(?:\$\{?\w+\}?|\$\{\{.*\}\}|\{\{.*\}\}|<.*>|%\w+%|your[-_ ].*|(?:hf_)?(?:x{3,}|\.{3}|…|\*{3,}).*|hf_\w*(?:xxx|\.{3}|…).*|changeme|todo)$/i

/** Secrets that would reach the job as something else than what it needs. */
export function lintSecrets(spec: JobSpec): readonly Finding[] {
  const each = Object.entries(spec.secrets).flatMap(([name, secret]) => lintOne(name, secret, spec))
  return [...each, ...lintMissing(spec, each)]
}

function lintOne(name: string, secret: JobSecret, spec: JobSpec): readonly Finding[] {
  if (secret.from === 'account') {
    const isRead = readByLibrary.includes(name) || usesOf(spec).needs.includes(name)
    const knows = spec.work.kind === 'script' && spec.work.source.kind === 'url'
    if (secret.provider !== 'huggingface' || isRead || knows || 'HF_TOKEN' in spec.secrets)
      return []
    return [
      {
        code: 'wrong-secret-name',
        level: 'error',
        message: `No library looks for its token in ${name}; it has to be HF_TOKEN.`,
        fix: change('Call it HF_TOKEN', (old) => ({
          ...old,
          secrets: { ...without(old.secrets, name), HF_TOKEN: secret },
        })),
      },
    ]
  }
  const { text } = secret
  const mended = change(
    readByLibrary.includes(name) || holdsToken(text) ? 'Use the token in force' : 'Take it away',
    (old) => {
      const rest = { ...old, secrets: without(old.secrets, name) }
      return readByLibrary.includes(name) || holdsToken(text) ? withToken(rest) : rest
    },
  )
  if (text.trim() === '') {
    const message = `The secret ${name} is empty.`
    return [{ code: 'empty-secret', level: 'error', message, fix: mended }]
  }
  if (placeholder.test(text.trim())) {
    const message = `The secret ${name} is a placeholder that nobody replaces: the job would get it as it stands.`
    return [{ code: 'placeholder-not-replaced', level: 'error', message, fix: mended }]
  }
  if (!holdsToken(text)) return []
  const message = `The secret ${name} is a token written out: it has to be changed by hand when it is rotated.`
  return [{ code: 'hardcoded-token', level: 'warning', message, fix: mended }]
}

function lintMissing(spec: JobSpec, found: readonly Finding[]): readonly Finding[] {
  const { writes, needs } = usesOf(spec)
  const given = Object.keys({ ...spec.secrets, ...spec.environment })
  const wants = writes || needs.some((name) => readByLibrary.includes(name))
  // A finding about the name that was meant says it already.
  if (!wants || found.some(({ code }) => code === 'wrong-secret-name')) return []
  if (readByLibrary.some((name) => given.includes(name))) return []
  return [
    {
      code: 'secret-missing',
      level: 'error',
      message: 'The job uses the Hub with a token, but gets none.',
      fix: change('Give it HF_TOKEN as a secret', withToken),
    },
  ]
}
