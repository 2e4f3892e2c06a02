const app = 'spin_manifest_version = 2\n[application]\nname = "a"\n'
const trigger = '[[trigger.http]]\nroute = "/..."\ncomponent = "web"\n'

/** Manifests as people write them, and as TOML lets them; each by what is special in it. */
export const manifests: Readonly<Record<string, string>> = {
  plain: `${app}${trigger}[component.web]\nsource = "web.wasm"\n`,
  'comments everywhere': `# top

spin_manifest_version = 2   # two

# about the application
[application] # app
name = "x"   # name\t
# below the name

# about the trigger
[[trigger.http]] # t
# inside of it
route = "/..." # r
component = "web" # c

# about web
[component.web] # w
# before the source
source   =   "web.wasm"   # the source
files = [ "a",   # first
   # between
   "b" ]   # after
# closing comment of web

# about building
[component.web.build] # b
command = "x" # y
# end of the build
# the last line`,
  'comments that touch the next table': `${app}${trigger}# web
[component.web]
source = "web.wasm"
# other
[component.other]
source = "other.wasm"
# third
[component.third]
source = "third.wasm"
`,
  'as spin new writes it': `#:schema https://schemas.spinframework.dev/spin/manifest-v2/latest.json

spin_manifest_version = 2

[application]
name = "hello"
version = "0.1.0"
authors = ["A <a@example.com>"]
description = ""

[[trigger.http]]
route = "/..."
component = "hello"

[component.hello]
source = "dist/hello.wasm"
exclude_files = ["**/node_modules"]
[component.hello.build]
command = ["npm install", "npm run build"]
watch = ["src/**/*.ts"]
`,
  'dotted at the top': `spin_manifest_version = 2
application.name = "a"
trigger.http = [{ route = "/...", component = "web" }] # all in one
component.web.source = "web.wasm" # the source
component.web.ai_models = ["m"]
component.other.source = 'other.wasm'
`,
  'dotted at the top, then headers': `spin_manifest_version = 2
application.name = "a"
component.web.source = "web.wasm"
component.web.variables.a = "{{ a }}"

[[trigger.http]]
route = "/..."
component = "web"

[variables.a]
default = "1"
`,
  'dotted below a header': `${app}${trigger}[component]
web.source = "web.wasm"
  web.build.command = "make" # indented
other . source = 'other.wasm'
`,
  'dotted in the table of the component': `${app}${trigger}[component.web]
source = "web.wasm"
build.command = "make"
dependencies."x:y/z@1.0.0".path = "z.wasm" # dotted to the end
variables.a = "b"
`,
  'all inline': `spin_manifest_version = 2
application = { name = "a", version = "1" }
trigger = { http = [ { route = "/...", component = "web" } ] }
component = { web = { source = "web.wasm", build = { command = "x" } }, other = {source='o.wasm'} } # end
`,
  'the component inline': `${app}${trigger}[component]
web = { source = "web.wasm", variables = {}, dependencies = { "x:y/z@1.0.0" = "1.0.0" } } # one line
`,
  'dotted keys in an inline table': `${app}${trigger}[component]
web = { source = "web.wasm", build.command = "x", dependencies."x:y/z".path = "z.wasm" }
`,
  'dependencies with a header': `${app}${trigger}[component.web]
source = "web.wasm"
[component.web.dependencies] # those
"x:y/z@1.0.0" = { path = "z.wasm" } # z
# and no more
[component.web.tool.spin]
a = 1
`,
  'dependencies with a header, and nothing in it': `${app}${trigger}[component.web]
source = "web.wasm"
[component.web.dependencies] # none yet

[component.web.variables]
`,
  'dependencies by headers of their own': `${app}${trigger}[component.web]
source = "web.wasm"

[component.web.dependencies."x:y/z@1.0.0"]
path = "z.wasm" # z

[component.web.dependencies.'a:b/c@1.0.0']
path = "old.wasm" # to be replaced
`,
  'dependencies inline': `${app}${trigger}[component.web]
source = "web.wasm"
dependencies = { "x:y/z@1.0.0" = "1.0.0" } # versions
`,
  'out of order': `[component.web.build]
command = "make"

[component.web.dependencies]
"x:y/z@1.0.0" = { path = "z.wasm" }

[[trigger.http]]
component = "web"
route = "/..."

[component.web]
source = "web.wasm"

[application]
name = "a"

# The version, last of all, cannot be: it would be one of the application.
[variables]
key = { required = true, secret = true }
[component.other]
source = "other.wasm"
`.replace(/^/, 'spin_manifest_version = 2\n'),
  'a component in a trigger, inline': `${app}[[trigger.http]]
route = "/a"
component = { source = "a.wasm" } # here

[[trigger.http]]
id = "second"
route = "/b"
component = { source = "b.wasm", ai_models = ["m"] }
`,
  'a component in a trigger, as a table': `${app}[[trigger.http]]
route = "/a"
[trigger.http.component]
source = "a.wasm" # a
[trigger.http.component.build]
command = "make a"

# the second
[[trigger.http]]
route = "/b"
  [trigger.http.component] # b
  source = "b.wasm"
  # closes b

[[trigger.redis]]
channel = "c"
component = "other"
[component.other]
source = "other.wasm"
`,
  'a component in a trigger, dotted': `${app}[[trigger.http]]
route = "/a"
component.source = "a.wasm"
component.ai_models = []

[[trigger.http]]
route = "/b"
component.source = "b.wasm"
`,
  'several components in a trigger': `${app}[[trigger.thing]]
anything = 1
[trigger.thing.components]
one = { source = "one.wasm" }
two = [{ source = "two.wasm" }, "web"]
[component.web]
source = "web.wasm"
`,
  indented: `${app}
[[trigger.http]]
  route = "/..."
  component = "web"

  [component.web]
    source = "web.wasm"
    [component.web.build]
      command = "make"
`,
  tabs: `${app}${trigger}[component.web]\t# tab
\tsource\t=\t"web.wasm"\t# tab
\t[\tcomponent . web . build\t]\t# spaces in a header
\tcommand\t=\t'x'
`,
  'quoted keys': `"spin_manifest_version" = 2
['application']
"name" = 'a "b" \\ c'
[["trigger"."http"]]
"route" = "/..."
'component' = "web"
["component"."web"]
"source" = 'web.wasm'
[component."web".'dependencies']
"a.b:c/d@1.0.0" = { path = 'd.wasm', "export" = "x" }
'"q":r' = "1"
[component.web.tool."a.b"]
"" = "empty key"
"\\u00e9 \\n" = 1
`,
  unicode: `# Ünïcödé ☃ 🦀
spin_manifest_version = 2
[application]
name = "🦀 é" # 🦀
description = "\u202e right to left"
[[trigger.http]]
route = "/..." # ☃☃☃
component = "web"
[component.web]
source = "ünï/🦀.wasm" # 🦀🦀
environment = { "ключ" = "значение 🦀" } # é
`,
  'strings of many lines': `spin_manifest_version = 2
[application]
name = "a"
description = """
[component.web]
source = "not this"
"""
[[trigger.http]]
route = "/..."
component = "web"
[component.web]
source = """web.wasm"""
description = '''
[component.web.dependencies]
# no comment
'''
environment = { TEXT = """one \\
   two""" }
[component.web.tool.text]
last = '''
# end
''' # really
`,
  'arrays of many lines': `${app}${trigger}[component.web]
source = "web.wasm"
files = [
  { source = "a", destination = "/a" }, # a
  # [component.web]
  "b/**", "c",
]
allowed_outbound_hosts = ["https://*.example.com:443",
]
[component.web.tool]
a = { b = [[1, 2], [3.5, inf], [{ c = true }]] }
`,
  'dates and numbers': `${app}${trigger}[component.web]
source = "web.wasm"
[component.web.tool.numbers]
a = 0x1F
b = 1_000
c = 1e3
d = -0.0
e = +inf
f = nan
[application.tool.dates]
a = 1979-05-27T07:32:00Z
b = 1979-05-27T00:32:00.5-07:00
c = 1979-05-27
d = 07:32:00
`,
  'arrays of tables in tools': `${app}${trigger}[component.web]
source = "web.wasm"
[[component.web.targets]]
a = 1
[[component.web.targets]]
[component.web.targets.b]
c = 2
[component.web.build]
command = "x"
`,
  'variables with a header': `${app}[variables] # those
# of the application
token = { required = true, secret = true }

${trigger}[component.web]
source = "web.wasm"
[component.web.variables]
token = "{{ token }}"
`,
  'variables by headers of their own': `${app}
[variables.token]
required = true
${trigger}
[variables.lang]
default = "en"
[component.web]
source = "web.wasm"
`,
  'profiles and builds': `${app}${trigger}[component.web]
source = "web.wasm"
[component.web.profile.debug]
source = "debug.wasm"
[component.web.profile.debug.build]
command = "make debug"
[component.web.build]
command = ["a", "b"]
workdir = "w"
`,
  'remote sources': `${app}${trigger}[component.web]
source = { url = "https://example.com/x.wasm", digest = "sha256:00" }
[component.other.source]
registry = "example.com"
package = "a:b"
version = "1.0.0"
`,
  'nothing between': `spin_manifest_version=2
[application]
name="a"
[[trigger.http]]
route="/..."
component="web"
[component.web]
source="web.wasm"
[component.a]
source="a.wasm"
[component.a.build]
command="x"`,
  'much between': `${app}


${trigger}



[component.web]


source = "web.wasm"



[component.other]

source = "other.wasm"


`,
  'names that are no methods': `${app}${trigger}[component.web]
source = "web.wasm"
[component.web.environment]
toString = "x"
hasOwnProperty = "y"
[component.web.dependencies]
valueOf = "1"
[component.value]
source = "v.wasm"
`,
}
