import type { ReactNode } from 'react'
import type { RunId } from '../../../shared/domain/run.ts'
import { Sparkline } from '../../components/Sparkline.tsx'
import { useNow } from '../../components/use-now.ts'
import { useFiguresOf } from '../../state/figures.ts'
import { healthWords, measuresOf, requestWords } from '../../words/figures.ts'

const second = 1000

/** How a live server has been doing: its measures over time, and whether it answers. */
export function RunFigures({ run }: { readonly run: RunId }): ReactNode {
  const figures = useFiguresOf(run)
  const now = useNow(second)
  if (figures === null) return null
  const { samples, health } = figures
  const measures = measuresOf(samples)
  const last = samples.at(-1)
  const requests = last === undefined ? null : requestWords(last)
  if (measures.length === 0 && health === null) return null
  return (
    <div className="row wrap figures">
      {measures.map(({ name, values, now: newest, label, most }) => (
        <div key={name}>
          <div className="meta">
            {name} <b>{newest}</b>
          </div>
          <Sparkline
            values={values}
            label={label}
            tone={name === 'tokens/s' ? 'accent' : 'dim'}
            {...(most === undefined ? {} : { most })}
          />
        </div>
      ))}
      <div className="grow meta doing">
        {requests !== null && <div>{requests}</div>}
        {health !== null && (
          <div className={health.isWell ? undefined : 'warn-text'}>{healthWords(health, now)}</div>
        )}
      </div>
    </div>
  )
}
