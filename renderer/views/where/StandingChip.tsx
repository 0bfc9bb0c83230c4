import type { ReactNode } from 'react'
import type { Standing } from '../../../shared/domain/where.ts'
import { Chip } from '../../components/Chip.tsx'
import { standingMeaning } from '../../words/where.ts'

/** How a token stands, in its colour and in its word. */
export function StandingChip({ standing }: { readonly standing: Standing }): ReactNode {
  return <Chip tone={standingMeaning[standing].tone}>{standing}</Chip>
}
