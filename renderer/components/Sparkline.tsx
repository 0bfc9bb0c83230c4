import type { ReactNode } from 'react'

interface SparklineProps {
  /** Values in order; null where there was none. */
  readonly values: readonly (number | null)[]
  /** The whole of what it shows, for those who cannot see it. */
  readonly label: string
  /** What the line's height is measured against; the largest value when left out. */
  readonly most?: number
  readonly tone?: 'accent' | 'dim'
}

const width = 118
const height = 34
/** Room for the line's own thickness. */
const margin = 2

/** A line of numbers over time, drawn from zero, its newest value at the right. */
export function Sparkline({ values, label, most, tone = 'dim' }: SparklineProps): ReactNode {
  const top = Math.max(most ?? 0, ...values.map((value) => value ?? 0)) || 1
  const step = (width - 2 * margin) / Math.max(1, values.length - 1)
  const points = values.flatMap((value, index) => {
    if (value === null) return []
    const x = margin + index * step
    const y = height - margin - (value / top) * (height - 2 * margin)
    return [`${x.toFixed(1)},${y.toFixed(1)}`]
  })
  return (
    <svg
      className={`spark ${tone}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <polyline points={points.join(' ')} />
    </svg>
  )
}
