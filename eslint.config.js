/** The lint rules: typed TypeScript rules, and the house's import zones with the reason for each. */
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** What is forbidden by syntax, and why. A file may be let off by name, in `homes` below. */
const forbidden = {
  enum: {
    selector: 'TSEnumDeclaration',
    message:
      'Use a union of string literals: an enum is run-time code that serialises as a number.',
  },
  defaultExport: {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name, so that a thing has one name wherever it is used.',
  },
  environment: {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message:
      'Take it from electron/environment.ts: what is read from outside is listed in one place.',
  },
  reveal: {
    selector: "CallExpression[callee.property.name='reveal']",
    message:
      'Pass the Secret on: its text is for the code that hands it to a keyring, hub or child.',
  },
  openExternal: {
    selector: "MemberExpression[property.name='openExternal']",
    message:
      'Call openLink of electron/desktop/open-link.ts, which knows the addresses we may open.',
  },
}

/** The only homes of what is forbidden elsewhere: in these files, these are not. */
const homes = [
  { files: ['electron/{environment,main,cli}.ts'], allowed: ['environment'] },
  // The one door to the network writes the Authorization header.
  { files: ['electron/http/request.ts'], allowed: ['reveal'] },
  {
    files: ['electron/{keyring,credentials,providers,hub,launcher,redaction,sinks}/**'],
    allowed: ['reveal'],
  },
  // The body that takes secrets to a job.
  { files: ['electron/jobs/wire-body.ts'], allowed: ['reveal'] },
  // Looks for the very texts of the tokens that Hubkey holds.
  { files: ['electron/doctor/scan/known-tokens.ts'], allowed: ['reveal'] },
  // Asks a git helper to forget one very credential.
  { files: ['electron/foreign/tools/git.ts'], allowed: ['reveal'] },
  { files: ['electron/desktop/open-link.ts'], allowed: ['openExternal'] },
  { files: ['build/**'], allowed: ['environment'] },
  // Tools look for a default export.
  { files: ['build/*.config.ts', 'eslint.config.js'], allowed: ['environment', 'defaultExport'] },
  // Tests look into everything, and put doubles in the place of the outside.
  { files: ['tests/**'], allowed: ['environment', 'reveal', 'openExternal'] },
]

const fromElectron = {
  ipcMain: {
    name: 'electron',
    importNames: ['ipcMain'],
    message: 'Requests of the windows come in through electron/desktop/ipc-server.ts alone.',
  },
  ipcRenderer: {
    name: 'electron',
    importNames: ['ipcRenderer'],
    message: 'Only the preload script talks to the main process; windows use window.bridge.',
  },
}

const noOtherSide = {
  regex: '^(\\.\\./)+(renderer|tests|build)/',
  message: 'The main process knows nothing of the windows, the tests or the build.',
}
const noElectron = {
  regex: '^electron(/|$)',
  message:
    'The core also runs under plain Node (CLI, daemon): Electron belongs in electron/desktop.',
}
const noDesktop = {
  regex: '(^|/)desktop/',
  message: 'The core does not know the desktop shell: let the shell call the core.',
}

/** One row per zone. Where zones overlap the last one holds, so each row is whole. */
const zones = [
  {
    files: ['shared/**'],
    patterns: [
      { regex: '^(?!zod$|\\.)', message: 'shared/ is pure: it imports itself and zod.' },
      {
        regex: '^(\\.\\./)+(electron|renderer|tests|build)/',
        message: 'shared/ is what both sides speak, so it knows neither of them.',
      },
    ],
  },
  {
    files: ['renderer/**'],
    patterns: [
      {
        regex:
          '^(?!(react|react-dom|zustand|@tanstack\\/react-virtual|react-markdown|remark-gfm)(/|$)|\\.)',
        message:
          'renderer/ imports itself, shared/, react, react-dom, zustand, the virtual list and Markdown.',
      },
      {
        regex: '^(\\.\\./)+(electron|tests|build)/',
        message: 'A window reaches the main process through window.bridge only.',
      },
    ],
  },
  { files: ['electron/**'], patterns: [noOtherSide, noElectron, noDesktop] },
  {
    files: ['electron/desktop/**', 'electron/main.ts'],
    paths: [fromElectron.ipcMain, fromElectron.ipcRenderer],
    patterns: [noOtherSide],
  },
  {
    files: ['electron/desktop/ipc-server.ts'],
    paths: [fromElectron.ipcRenderer],
    patterns: [noOtherSide],
  },
  {
    files: ['electron/preload.ts'],
    paths: [fromElectron.ipcMain],
    patterns: [
      {
        regex: '^(?!electron$|(\\.\\./)+shared/)',
        message: 'The preload script is sandboxed: electron, and shared/ for names and types.',
      },
    ],
  },
]

export default defineConfig(
  { ignores: ['node_modules', 'out', 'dist', 'coverage', 'test-results', 'build/default-app'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      'max-lines': ['error', 300],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Off or loosened where the strict form only makes honest code longer.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  ...zones.map(({ files, paths = [], patterns }) => ({
    files,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths, patterns }] },
  })),
  { rules: { 'no-restricted-syntax': ['error', ...forbiddenBut([])] } },
  ...homes.map(({ files, allowed }) => ({
    files,
    rules: { 'no-restricted-syntax': ['error', ...forbiddenBut(allowed)] },
  })),
  { files: ['renderer/**'], extends: [reactHooks.configs.flat['recommended-latest']] },
  {
    files: ['tests/**'],
    rules: {
      'max-lines': ['error', 400],
      // A test indexes what it has just made; a wrong guess fails the test, as it should.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Functions are handed to another process by their source, with a `this` of its own.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // In no tsconfig, or not for TypeScript at all: only the rules that read the syntax.
  {
    files: ['eslint.config.js', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    // Types of plain JavaScript stand in its comments, which this rule does not read.
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    // Programs that Electron loads with `require`, measured beside us and not part of the product.
    files: ['tests/bench/**/*.cjs'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
)

/** @param {readonly string[]} allowed */
function forbiddenBut(allowed) {
  return Object.entries(forbidden)
    .filter(([name]) => !allowed.includes(name))
    .map(([, rule]) => rule)
}
