package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// remembering is a database that remembers what it was told, and fails at one text.
type remembering struct {
	told    []string
	applied map[string]bool
	failsAt string
}

func (r *remembering) Exec(_ context.Context, sql string, _ ...any) error {
	r.told = append(r.told, sql)
	return nil
}

func (r *remembering) Applied(context.Context) (map[string]bool, error) { return r.applied, nil }

func (r *remembering) Together(_ context.Context, name, sql string) error {
	if r.failsAt != "" && strings.Contains(sql, r.failsAt) {
		return errors.New("no")
	}
	r.applied[name] = true
	return nil
}

var files = fstest.MapFS{
	"002_more.sql":  {Data: []byte("CREATE TABLE more ()")},
	"001_begin.sql": {Data: []byte("SELECT 1")},
	"README.md":     {Data: []byte("no migration")},
}

func TestAppliesEachFileOnceInOrder(t *testing.T) {
	db := &remembering{applied: map[string]bool{}}
	made, err := migrate(context.Background(), db, files)
	if err != nil || !slices.Equal(made, []string{"001_begin.sql", "002_more.sql"}) {
		t.Fatalf("made %v: %v", made, err)
	}
	if made, err = migrate(context.Background(), db, files); err != nil || len(made) > 0 {
		t.Errorf("made %v again: %v", made, err)
	}
}

func TestNamesWhatFailedAndLetsGoOfItsLock(t *testing.T) {
	db := &remembering{applied: map[string]bool{}, failsAt: "CREATE TABLE"}
	made, err := migrate(context.Background(), db, files)
	if err == nil || err.Error() != "002_more.sql failed: no" || len(made) != 1 {
		t.Errorf("made %v: %v", made, err)
	}
	if last := db.told[len(db.told)-1]; !strings.Contains(last, "pg_advisory_unlock") {
		t.Errorf("told %q at last", last)
	}
}

func TestSaysThatItHasNoAddressOfADatabaseAndTriesNoOther(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	if _, err := run(context.Background()); err == nil || err.Error() != "DATABASE_URL is missing" {
		t.Errorf("said %v", err)
	}
}
