package main

import (
	"context"
	"fmt"
	"io/fs"
	"sort"

	"github.com/jackc/pgx/v5"
)

// database is what migrations need of a connection.
type database interface {
	Exec(ctx context.Context, sql string, args ...any) error
	// Applied answers the names of the files that were applied before.
	Applied(ctx context.Context) (map[string]bool, error)
	// Together applies a file and remembers its name, or does neither.
	Together(ctx context.Context, name, sql string) error
}

// migrate applies the files that were not applied yet, in the order of their names, each in a
// transaction of its own. Two that run at a time wait for each other.
func migrate(ctx context.Context, db database, files fs.FS) ([]string, error) {
	if err := db.Exec(ctx, "SELECT pg_advisory_lock(7462)"); err != nil {
		return nil, err
	}
	defer db.Exec(ctx, "SELECT pg_advisory_unlock(7462)")
	if err := db.Exec(ctx, "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"); err != nil {
		return nil, err
	}
	applied, err := db.Applied(ctx)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var made []string
	for _, name := range names {
		if applied[name] {
			continue
		}
		sql, err := fs.ReadFile(files, name)
		if err != nil {
			return made, err
		}
		if err := db.Together(ctx, name, string(sql)); err != nil {
			return made, fmt.Errorf("%s failed: %w", name, err)
		}
		made = append(made, name)
	}
	return made, nil
}

type connection struct{ *pgx.Conn }

func (c connection) Exec(ctx context.Context, sql string, args ...any) error {
	_, err := c.Conn.Exec(ctx, sql, args...)
	return err
}

func (c connection) Applied(ctx context.Context) (map[string]bool, error) {
	rows, err := c.Query(ctx, "SELECT name FROM migrations")
	if err != nil {
		return nil, err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	applied := make(map[string]bool, len(names))
	for _, name := range names {
		applied[name] = true
	}
	return applied, err
}

func (c connection) Together(ctx context.Context, name, sql string) error {
	return pgx.BeginFunc(ctx, c.Conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sql); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "INSERT INTO migrations (name) VALUES ($1)", name)
		return err
	})
}
