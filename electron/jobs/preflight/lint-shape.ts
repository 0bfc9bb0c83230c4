import type { JobSpec } from '../../../shared/domain/job.ts'
import type { JobHardware } from '../../../shared/domain/job-view.ts'
import { change, without, type Finding, type PreflightFacts } from './finding.ts'

/** The Hub's rules for names (HF's OpenAPI description: jobs). */
const variable = /^[a-zA-Z][_a-zA-Z0-9]+$/
const label = /^[A-Za-z0-9._-]{0,100}$/

/** What the Hub would refuse by its form. */
export function lintShape(spec: JobSpec, { hardware }: PreflightFacts): readonly Finding[] {
  return [...lintNames(spec), ...lintLabels(spec), ...lintMachine(spec, hardware)]
}

function lintNames(spec: JobSpec): readonly Finding[] {
  const names = (['environment', 'secrets'] as const).flatMap((place) =>
    Object.keys(spec[place])
      .filter((name) => !variable.test(name))
      .map((name) => ({ place, name })),
  )
  return names.map(({ place, name }) => ({
    code: 'name-not-allowed',
    level: 'error',
    message: `“${name}” cannot be a variable: letters, digits and underscores, a letter first.`,
    fix: change('Change the name', (old) =>
      place === 'secrets'
        ? { ...old, secrets: renamed(old.secrets, name) }
        : { ...old, environment: renamed(old.environment, name) },
    ),
  }))
}

function renamed<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  const letters = name.replace(/\W/g, '_').replace(/^[^A-Za-z]+/, '')
  const better = variable.test(letters) ? letters : `X_${letters}`
  return { ...without(record, name), [better]: record[name] as T }
}

function lintLabels({ labels }: JobSpec): readonly Finding[] {
  const wrong = Object.entries(labels).filter((pair) => pair.some((text) => !label.test(text)))
  return wrong.map(([name, value]) => ({
    code: 'label-not-allowed',
    level: 'error',
    message: `The label “${name}” may have letters, digits, dots, dashes and underscores, 100 at most.`,
    fix: change('Leave out what is not allowed', (old) => ({
      ...old,
      labels: { ...without(old.labels, name), [fitting(name)]: fitting(value) },
    })),
  }))
}

function fitting(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 100)
}

function lintMachine(
  { flavor }: JobSpec,
  hardware: readonly JobHardware[] | null,
): readonly Finding[] {
  if (hardware === null || hardware.some(({ name }) => name === flavor)) return []
  const plain = flavor.toLowerCase().replace(/[^a-z0-9]/g, '')
  const near = hardware.find(({ name }) => name.replace(/-/g, '').startsWith(plain.slice(0, 4)))
  const better = (near ?? hardware[0])?.name ?? 'cpu-basic'
  return [
    {
      code: 'unknown-machine',
      level: 'error',
      message: `The Hub has no machine “${flavor}”.`,
      fix: change(`Use ${better}`, (spec) => ({ ...spec, flavor: better })),
    },
  ]
}
