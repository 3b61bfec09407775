package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
)

// newHandler answers `/`, and tells Kubernetes how the service is: `/livez` while the process works,
// `/readyz` while it may get requests. What fails is logged, and answered with 500.
func newHandler(isReady func(context.Context) (bool, error)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"service": "${{ values.name }}"})
	})
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "alive"})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ready, err := isReady(r.Context())
		switch {
		case err != nil:
			slog.Error("could not tell whether it is ready", "error", err)
			answer(w, http.StatusInternalServerError, map[string]string{"error": "Internal error"})
		case ready:
			answer(w, http.StatusOK, map[string]string{"status": "ready"})
		default:
			answer(w, http.StatusServiceUnavailable, map[string]string{"status": "not ready"})
		}
	})
	return mux
}

func answer(w http.ResponseWriter, status int, body map[string]string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Warn("could not answer", "error", err)
	}
}
