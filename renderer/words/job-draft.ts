import type { FormSecret, JobForm, ReusedJob } from '../../shared/domain/job-form.ts'
import { defaultScriptImage } from '../../shared/domain/job-facts.ts'
import { commandWords, joinWords, splitWords } from './command-words.ts'

/** What a job can be made of. */
export const workKinds = ['text', 'file', 'url', 'command'] as const
export type WorkKind = (typeof workKinds)[number]

/** A secret of a job in the form; null while nobody has said where its value comes from. */
export interface DraftSecret {
  readonly name: string
  readonly secret: FormSecret | null
}

/** The form as it is typed: the lists are lines of text until main is asked. */
export interface JobDraft {
  readonly kind: WorkKind
  readonly script: string
  readonly file: { readonly file: string; readonly name: string } | null
  readonly url: string
  /** Words behind the script, and packages for it. */
  readonly arguments: string
  readonly dependencies: string
  readonly python: string
  readonly command: string
  readonly image: string
  readonly flavor: string
  /** Minutes; empty for the Hub's own limit. */
  readonly minutes: string
  /** `@daily` and its kin, or fields of cron; empty for once, now. */
  readonly times: string
  readonly environment: JobForm['environment']
  readonly labels: JobForm['labels']
  readonly secrets: readonly DraftSecret[]
  readonly volumes: JobForm['volumes']
  readonly namespace: string
  readonly ports: string
}

/** Nothing filled in yet; the machine is the cheapest. */
export const emptyDraft: JobDraft = {
  kind: 'text',
  script: '',
  file: null,
  url: '',
  arguments: '',
  dependencies: '',
  python: '',
  command: '',
  image: '',
  flavor: 'cpu-basic',
  minutes: '',
  times: '',
  environment: [],
  labels: [],
  secrets: [],
  volumes: [],
  namespace: '',
  ports: '',
}

/** What still has to be filled in before main can look at it; null when nothing has to. */
export function missingIn(draft: JobDraft): string | null {
  if (draft.kind === 'text' && draft.script.trim() === '') return 'Paste a script.'
  if (draft.kind === 'file' && draft.file === null) return 'Choose a script.'
  if (draft.kind === 'url' && !isHttps(draft.url))
    return 'The address of a script begins with https://.'
  if (draft.kind === 'command' && draft.image.trim() === '') return 'Name an image.'
  if (draft.kind === 'command' && draft.command.trim() === '') return 'Write a command.'
  if (draft.minutes !== '' && !(Number(draft.minutes) > 0))
    return 'The time limit is a number of minutes.'
  if (portsOf(draft).some((port) => !Number.isInteger(port) || port < 1 || port > 65535)) {
    return 'A port is a number from 1 to 65535.'
  }
  if (draft.volumes.some(({ source, mountPath }) => source === '' || !/^\/./.test(mountPath))) {
    return 'A volume has a name, and a folder such as /data.'
  }
  if (draft.secrets.some(({ name, secret }) => name === '' || secret === null)) {
    return 'Say where each secret comes from.'
  }
  return null
}

/** The draft as main takes it. */
export function formOf(draft: JobDraft): JobForm {
  return {
    work: workOf(draft),
    flavor: draft.flavor,
    timeoutSeconds:
      draft.minutes === '' ? null : Math.max(1, Math.round(Number(draft.minutes) * 60)),
    environment: draft.environment.filter(({ name }) => name !== ''),
    labels: draft.labels.filter(({ name }) => name !== ''),
    secrets: draft.secrets.flatMap(({ name, secret }) =>
      secret === null ? [] : [{ name, secret }],
    ),
    namespace: draft.namespace === '' ? null : draft.namespace,
    volumes: draft.volumes,
    ports: portsOf(draft),
  }
}

/** The draft of a job that ran before; a secret whose value nobody gives back is still to be said. */
export function draftOf({ form, unknownSecrets }: ReusedJob): JobDraft {
  const draft = withForm(emptyDraft, form)
  const unknown = unknownSecrets.map((name) => ({ name, secret: null }))
  return { ...draft, ...kindOf(form), secrets: [...draft.secrets, ...unknown] }
}

function kindOf({ work }: JobForm): Partial<JobDraft> {
  if (work.kind === 'command') return { kind: 'command' }
  return work.source.kind === 'url' ? { kind: 'url', url: work.source.url } : {}
}

/** The draft with what main has mended in it. */
export function withForm(draft: JobDraft, form: JobForm): JobDraft {
  const { work, timeoutSeconds } = form
  return {
    ...draft,
    ...(work.kind === 'command' ? commandDraft(draft, work) : scriptDraft(work)),
    flavor: form.flavor,
    minutes: timeoutSeconds === null ? '' : String(timeoutSeconds / 60),
    environment: form.environment,
    labels: form.labels,
    secrets: form.secrets,
    volumes: form.volumes,
    namespace: form.namespace ?? '',
    ports: form.ports.join(' '),
  }
}

function workOf(draft: JobDraft): JobForm['work'] {
  const image = draft.image.trim()
  if (draft.kind === 'command') {
    return { kind: 'command', image, command: commandWords(draft.command) }
  }
  return {
    kind: 'script',
    source: sourceOf(draft),
    image: image === '' ? defaultScriptImage : image,
    dependencies: draft.dependencies.split(/[\s,]+/).filter(Boolean),
    python: draft.python.trim() === '' ? null : draft.python.trim(),
    arguments: splitWords(draft.arguments),
  }
}

type Script = Extract<JobForm['work'], { kind: 'script' }>

function sourceOf({ kind, script, file, url }: JobDraft): Script['source'] {
  if (kind === 'url') return { kind: 'url', url: url.trim() }
  if (kind === 'file' && file !== null) return { kind: 'file', ...file }
  return { kind: 'text', name: file?.name ?? 'script.py', text: script }
}

function commandDraft(
  draft: JobDraft,
  { image, command }: Extract<JobForm['work'], { kind: 'command' }>,
): Partial<JobDraft> {
  const isAsTyped = JSON.stringify(commandWords(draft.command)) === JSON.stringify(command)
  if (isAsTyped) return { image }
  const isShell = command.length === 3 && command[0] === 'bash' && command[1] === '-c'
  return { image, command: isShell ? (command[2] ?? '') : joinWords(command) }
}

function scriptDraft({ source, dependencies, python, image, ...work }: Script): Partial<JobDraft> {
  return {
    ...(source.kind === 'text' ? { kind: 'text', script: source.text } : {}),
    image: image === defaultScriptImage ? '' : image,
    dependencies: dependencies.join(' '),
    python: python ?? '',
    arguments: joinWords(work.arguments),
  }
}

function portsOf({ ports }: JobDraft): number[] {
  return ports
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number)
}

function isHttps(text: string): boolean {
  return /^https:\/\/./.test(text.trim()) && URL.canParse(text.trim())
}
