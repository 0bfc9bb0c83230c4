import type { JobSpec } from '../../../shared/domain/job.ts'
import { change, type Finding, type FindingCode } from './finding.ts'
import { withScript } from './script-uses.ts'

const opening = /^# \/\/\/ script[^\S\n]*$/gm
const block = /^# \/\/\/ script$\n((?:#(?: .*)?\n)*?)# \/\/\/$/m

/** Packages by the name they are imported by, for those that scripts for the Hub use most. */
const packages: Readonly<Record<string, string>> = {
  transformers: 'transformers',
  datasets: 'datasets',
  huggingface_hub: 'huggingface-hub',
  torch: 'torch',
  trl: 'trl',
  peft: 'peft',
  accelerate: 'accelerate',
  diffusers: 'diffusers',
  evaluate: 'evaluate',
  vllm: 'vllm',
  sentence_transformers: 'sentence-transformers',
  wandb: 'wandb',
  numpy: 'numpy',
  pandas: 'pandas',
  requests: 'requests',
}
/** Packages that bring others along. */
const brings: Readonly<Record<string, readonly string[]>> = {
  transformers: ['huggingface-hub', 'numpy', 'requests'],
  datasets: ['huggingface-hub', 'numpy', 'pandas', 'requests'],
  trl: ['transformers', 'datasets', 'accelerate', 'torch', 'huggingface-hub', 'numpy'],
  peft: ['transformers', 'torch', 'accelerate', 'huggingface-hub', 'numpy'],
  accelerate: ['torch', 'huggingface-hub', 'numpy'],
  vllm: ['torch', 'transformers', 'huggingface-hub', 'numpy', 'requests'],
  'sentence-transformers': ['transformers', 'torch', 'huggingface-hub', 'numpy'],
  diffusers: ['huggingface-hub', 'numpy', 'requests'],
  evaluate: ['datasets', 'huggingface-hub', 'numpy', 'pandas', 'requests'],
  pandas: ['numpy'],
}

/** The header of a script that uv reads what to install from (PEP 723). */
export function lintHeader({ work }: JobSpec): readonly Finding[] {
  if (work.kind !== 'script' || work.source.kind !== 'text') return []
  const { text } = work.source
  const openings = [...text.matchAll(opening)].length
  if (openings > 1) {
    return [
      wrong('header-twice', 'The script has more than one header of PEP 723.', dropSecondHeader),
    ]
  }
  const header = block.exec(text)
  if (openings === 1 && header === null) {
    return [
      wrong('header-not-closed', 'The header of the script is not closed by “# ///”.', closeHeader),
    ]
  }
  const declared = /^# dependencies\s*=\s*\[([^\]]*)\]/m.exec(header?.[1] ?? '')
  if (declared === null && /^# dependencies\b/m.test(header?.[1] ?? '')) {
    return [
      wrong('header-not-understood', 'The dependencies in the header are no list.', (script) =>
        script.replace(
          /^# dependencies\b.*$/m,
          `# dependencies = [${quotedNames(header?.[1] ?? '')}]`,
        ),
      ),
    ]
  }
  const names = [...(declared?.[1] ?? '').matchAll(/["']([\w.-]+)/g)].map(([, name]) => name ?? '')
  const given = [...names, ...work.dependencies].map(plainName)
  const has = new Set(given.flatMap((name) => [name, ...(brings[name] ?? [])]))
  const missing = importsIn(text).filter((name) => !has.has(name))
  if (missing.length === 0) return []
  return [
    {
      code: 'dependency-missing',
      level: 'error',
      message: `The script imports ${missing.join(', ')}, which nothing installs.`,
      fix: change('Install it too', (spec) => {
        if (spec.work.kind !== 'script') return spec
        const dependencies = [...spec.work.dependencies, ...missing]
        return { ...spec, work: { ...spec.work, dependencies } }
      }),
    },
  ]
}

function wrong(code: FindingCode, message: string, edit: (text: string) => string): Finding {
  const fix = change('Mend the header', (spec) => withScript(spec, edit))
  return { code, level: 'error', message, fix }
}

function closeHeader(text: string): string {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => /^# \/\/\/ script\s*$/.test(line))
  let end = start + 1
  while (/^#(?: (?!\/\/\/)|$)/.test(lines[end] ?? '')) end += 1
  const rest = lines.slice(end).filter((line, at) => at > 0 || !/^#\s*\/{2,}\s*$/.test(line))
  return [
    ...lines.slice(0, start),
    '# /// script',
    ...lines.slice(start + 1, end),
    '# ///',
    ...rest,
  ].join('\n')
}

function dropSecondHeader(text: string): string {
  const first = text.search(opening) + 1
  return text.slice(0, first) + text.slice(first).replace(opening, '# (another header stood here)')
}

function quotedNames(header: string): string {
  const line = /^# dependencies\b[\s=:]*(.*)$/m.exec(header)?.[1] ?? ''
  return [...line.matchAll(/[A-Za-z][\w.-]*/g)].map(([name]) => `"${name}"`).join(', ')
}

function importsIn(text: string): readonly string[] {
  const found = [...text.matchAll(/^\s*(?:import|from)\s+(\w+)/gm)].map(([, name]) => name ?? '')
  return [...new Set(found)].flatMap((name) =>
    Object.hasOwn(packages, name) ? [packages[name] ?? ''] : [],
  )
}

function plainName(requirement: string): string {
  return (/^[\w.-]+/.exec(requirement)?.[0] ?? '').toLowerCase().replaceAll('_', '-')
}
