// Changes the database before a new version starts.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"

	"${{ values.name }}/migrations"
)

func main() {
	made, err := run(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if len(made) == 0 {
		fmt.Println("Nothing new")
		return
	}
	fmt.Println("Applied", strings.Join(made, ", "))
}

func run(ctx context.Context) ([]string, error) {
	address := os.Getenv("DATABASE_URL")
	if address == "" {
		// Without an address, the client would try this machine
		return nil, errors.New("DATABASE_URL is missing")
	}
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	return migrate(ctx, connection{conn}, migrations.Files)
}
