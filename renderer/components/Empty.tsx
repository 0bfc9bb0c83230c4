import type { ReactNode } from 'react'
import { KeyMark } from './KeyMark.tsx'

interface EmptyProps {
  readonly title: string
  readonly children: ReactNode
  /** The way on. */
  readonly actions?: ReactNode
}

/** A page with nothing on it yet: what would be here, and the way to it. */
export function Empty({ title, children, actions }: EmptyProps): ReactNode {
  return (
    <div className="empty">
      <KeyMark size={40} />
      <h2 className="empty-title">{title}</h2>
      <p>{children}</p>
      {actions !== undefined && <div className="row">{actions}</div>}
    </div>
  )
}
