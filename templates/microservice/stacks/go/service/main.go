// The service: answers requests until Kubernetes asks it to end.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	server := &http.Server{
		Addr:              ":" + port,
		Handler:           newHandler(func(context.Context) (bool, error) { return true, nil }),
		ReadHeaderTimeout: 10 * time.Second,
	}
	asked, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		<-asked.Done()
		// Requests under way are answered first
		if err := server.Shutdown(context.Background()); err != nil {
			slog.Error("could not end in order", "error", err)
		}
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		slog.Error("could not listen", "error", err)
		os.Exit(1)
	}
}
