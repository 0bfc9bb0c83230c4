import { expect, test } from 'vitest'
import { secretEnvironment } from '../../../electron/launcher/secret-environment.ts'
import { Secret } from '../../../electron/redaction/secret.ts'
import { providerFacts } from '../../../shared/domain/provider.ts'

const secret = new Secret('a key of NVIDIA')
const variables = providerFacts.ngc.environment

test('a key goes under every name that its tools read', () => {
  expect(Object.keys(secretEnvironment([{ variables, secret }], {}))).toEqual(variables)
})

test('a second name that holds something already is left alone; the first is not, nor an empty one', () => {
  const base = { NGC_API_KEY: 'old', NVIDIA_API_KEY: 'for hosted models', NGC_CLI_API_KEY: '' }
  expect(secretEnvironment([{ variables, secret }], base)).toEqual({
    NGC_API_KEY: 'a key of NVIDIA',
    NGC_CLI_API_KEY: 'a key of NVIDIA',
  })
})
