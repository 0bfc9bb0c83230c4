import type { ReactNode } from 'react'

/** Hubkey's sign. */
export function KeyMark({ size }: { readonly size: number }): ReactNode {
  return (
    <svg className="key-mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round">
        <circle cx="8.2" cy="12" r="4.6" />
        <path d="M12.8 12H21M18 12v3.4M21 12v2.4" />
      </g>
      <circle cx="8.2" cy="12" r="1.5" fill="currentColor" />
    </svg>
  )
}
