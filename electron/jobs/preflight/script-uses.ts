import type { JobSpec } from '../../../shared/domain/job.ts'

/** What the text of a job does with the Hub, as far as its text tells. */
export interface ScriptUses {
  /** The script, or the command's words; null when only the job itself will see it. */
  readonly text: string | null
  readonly writes: boolean
  /** Variables that it cannot do without. */
  readonly needs: readonly string[]
  /** Repositories it writes to, where they are named. */
  readonly targets: readonly string[]
}

const writing =
  /\b(?:push_to_hub|create_repo|upload_file|upload_folder|upload_large_folder|create_commit|delete_repo|create_branch|create_pull_request)\s*\(|\bhf\s+upload\b|\bhuggingface-cli\s+upload\b|\bpush_to_hub\s*=\s*True\b/
const target =
  /\b(?:push_to_hub|create_repo)\s*\(\s*["']([\w.-]+\/[\w.-]+)["']|\b(?:repo_id|hub_model_id)\s*=\s*["']([\w.-]+\/[\w.-]+)["']|\bhf\s+upload\s+([\w.-]+\/[\w.-]+)/g
const needing =
  /os\.environ\[\s*["'](\w+)["']\s*\]|["'](\w+)["']\s+(?:not\s+)?in\s+os\.environ|os\.getenv\(\s*["'](\w+)["']\s*\)|os\.environ\.get\(\s*["'](\w+)["']\s*\)/g

/** Reads a job's text once. */
export function usesOf({ work }: JobSpec): ScriptUses {
  const text = textOf(work)
  const code = (text ?? '').replace(/^\s*#(?! \/\/\/).*$/gm, '')
  const writes = writing.test(code)
  const targets = writes
    ? [...code.matchAll(target)].flatMap(([, ...ids]) => ids.filter(Boolean))
    : []
  const needs = [...code.matchAll(needing)].flatMap(([, ...names]) => names.filter(Boolean))
  const asks = /\bwhoami\s*\(/.test(code) ? ['HF_TOKEN'] : []
  return { text, writes, targets, needs: [...new Set([...needs, ...asks])] }
}

/** The script's text, or the words of a command as one text. */
function textOf(work: JobSpec['work']): string | null {
  if (work.kind === 'command') return work.command.join('\n')
  return work.source.kind === 'text' ? work.source.text : null
}

/** The specification with another text of its script; the same when it has none of its own. */
export function withScript(spec: JobSpec, edit: (text: string) => string): JobSpec {
  const { work } = spec
  if (work.kind === 'command')
    return { ...spec, work: { ...work, command: work.command.map(edit) } }
  if (work.source.kind === 'url') return spec
  return { ...spec, work: { ...work, source: { ...work.source, text: edit(work.source.text) } } }
}
