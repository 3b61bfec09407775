// Package migrations has the changes of the database, each in a file that is applied once.
package migrations

import "embed"

//go:embed *.sql
var Files embed.FS
