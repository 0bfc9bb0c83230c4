import { isValidElement, type ReactNode } from 'react'
import { copyAnswer } from '../../chat-actions.ts'
import { useMoment } from '../../components/use-moment.ts'

/** Code of an answer, with its language and a button that copies it. Given the `code` element alone. */
export function CodeBlock({ children }: { readonly children: ReactNode }): ReactNode {
  const [isCopied, setCopied] = useMoment()
  const { text, language } = read(children)
  return (
    <div className="code">
      <div className="row code-head">
        <span className="meta grow">{language}</span>
        <button
          type="button"
          className="link meta"
          aria-label={isCopied ? 'Copied' : 'Copy code'}
          onClick={() => {
            copyAnswer(text, setCopied)
          }}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </button>
      </div>
      <pre className="mono" tabIndex={0}>
        {text}
      </pre>
    </div>
  )
}

function read(children: ReactNode): { readonly text: string; readonly language: string } {
  if (!isValidElement<{ className?: string; children?: ReactNode }>(children)) {
    return { text: '', language: '' }
  }
  const { className = '', children: code } = children.props
  const [, language = ''] = /(?:^|\s)language-(\S{1,40})/.exec(className) ?? []
  return { text: typeof code === 'string' ? code.replace(/\n$/, '') : '', language }
}
