import type { ModelView } from '../../shared/domain/model.ts'

const gatedWords: Readonly<Record<ModelView['gated'], string | null>> = {
  no: null,
  auto: 'Gated, opens when its terms are accepted',
  manual: 'Gated, its author decides',
  unknown: null,
}

/** The line under a name: what kind of gate, which licence, what for. */
export function modelSubtitle({
  type,
  gated,
  licence,
  pipeline,
  library,
  revision,
}: ModelView): string {
  const facts = [
    type === 'dataset' ? 'dataset' : null,
    gatedWords[gated],
    licence === null ? null : `licence ${licence}`,
    pipeline?.replaceAll('-', ' '),
    library,
    revision === 'main' ? null : `at ${revision}`,
  ].filter((fact) => fact !== null && fact !== undefined)
  const line = facts.join(' · ')
  return line === '' ? 'The Hub tells nothing more about it.' : capitalised(line)
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
