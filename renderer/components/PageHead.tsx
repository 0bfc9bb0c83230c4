import type { ReactNode } from 'react'

interface PageHeadProps {
  readonly title: string
  readonly sub: string
  readonly children?: ReactNode
}

/** A page's title and one sentence, with the page's own buttons on the right. */
export function PageHead({ title, sub, children }: PageHeadProps): ReactNode {
  return (
    <header className="page-head">
      <div className="grow">
        <h1>{title}</h1>
        <p className="sub">{sub}</p>
      </div>
      {children !== undefined && <div className="row wrap">{children}</div>}
    </header>
  )
}
