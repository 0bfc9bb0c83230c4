import type { ReactNode } from 'react'

const kinds = [
  ['uses', 'uses this copy'],
  ['asks', 'asks Hubkey, which answers with it'],
  ['looks', 'looks there, but another copy wins'],
] as const

/** What the three kinds of lines mean. */
export function MapLegend(): ReactNode {
  return (
    <ul className="map-legend" aria-label="What the lines mean">
      {kinds.map(([kind, words]) => (
        <li key={kind}>
          <svg className="map-sample" aria-hidden="true" width="34" height="10">
            <g className={`map-line ${kind} ok`}>
              <path d="M2,5 H28" />
              {kind !== 'looks' && <circle cx={28} cy={5} r={4} />}
            </g>
          </svg>
          {words}
        </li>
      ))}
    </ul>
  )
}
