export { type RequestCase, requestCaseSchema } from './request-case.ts'
export { createScriptedLlm, type ScriptedLlm } from './scripted-llm.ts'
export { type TestAppOptions, type TestReport, testApp } from './test-app.ts'
