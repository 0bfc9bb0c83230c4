import type { ReactNode } from 'react'
import { initial } from '../words/identity.ts'

/** The first letter of a name. Decoration: the name itself always stands beside it. */
export function Avatar({ name }: { readonly name: string }): ReactNode {
  return (
    <div className="avatar" aria-hidden="true">
      {initial(name)}
    </div>
  )
}
