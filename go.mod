module chancery

go 1.26.0

require (
	github.com/adrg/frontmatter v0.2.0 // cuts metadata from text
	github.com/chromedp/chromedp v0.23.0 // tests only: a browser
	github.com/emersion/go-ical v0.0.0-20250329121855-f41e73efc392 // tests only: reads calendars
	github.com/fsnotify/fsnotify v1.10.1 // tells the preview that files changed
	github.com/google/go-cmp v0.7.0 // tests only: shows differences
	github.com/jba/templatecheck v0.7.1 // checks templates against their views
	github.com/mmcdole/gofeed v1.4.2 // tests only: reads feeds
	github.com/pelletier/go-toml/v2 v2.4.3 // reads TOML with positions
	github.com/rogpeppe/go-internal v1.16.0 // tests only: scripts of commands
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // tests only: reads JSON by its schema
	github.com/spf13/cobra v1.10.2 // commands, flags, completion
	github.com/tdewolff/minify/v2 v2.24.25 // minifies style sheets and scripts
	github.com/yuin/goldmark v1.8.7 // parses Markdown
	go.uber.org/goleak v1.3.0 // tests only: goroutines left behind
	go.yaml.in/yaml/v4 v4.0.0 // reads YAML with positions
	golang.org/x/net v0.62.0 // reads the HTML in texts
	golang.org/x/sync v0.24.0 // groups the workers of a build
	golang.org/x/sys v0.49.0 // locks of files, and files by the handles of their folders
	golang.org/x/term v0.47.0 // tells a terminal from a pipe
	golang.org/x/text v0.43.0 // normalises and folds letters
)

require github.com/chromedp/cdproto v0.159.0

require (
	github.com/BurntSushi/toml v0.3.1 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/google/safehtml v0.0.2 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/kr/pretty v0.3.1 // indirect
	github.com/mmcdole/goxpp/v2 v2.0.0 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	github.com/tdewolff/parse/v2 v2.8.20 // indirect
	github.com/teambition/rrule-go v1.8.2 // indirect
	golang.org/x/tools v0.51.0 // indirect
	gopkg.in/yaml.v2 v2.3.0 // indirect
)
