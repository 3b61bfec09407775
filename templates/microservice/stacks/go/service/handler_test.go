package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func ask(t *testing.T, handler http.Handler, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
	return answer
}

func handlerThatIs(ready bool, err error) http.Handler {
	return newHandler(func(context.Context) (bool, error) { return ready, err })
}

func TestSaysWhoItIs(t *testing.T) {
	answer := ask(t, handlerThatIs(true, nil), http.MethodGet, "/")
	if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `"service":"${{ values.name }}"`) {
		t.Errorf("answered %d: %s", answer.Code, answer.Body)
	}
}

func TestTellsKubernetesHowItIs(t *testing.T) {
	for _, one := range []struct {
		path  string
		ready bool
		err   error
		want  int
	}{
		{"/livez", false, nil, http.StatusOK},
		{"/readyz", true, nil, http.StatusOK},
		{"/readyz", false, nil, http.StatusServiceUnavailable},
		{"/readyz", false, errors.New("no database"), http.StatusInternalServerError},
	} {
		if got := ask(t, handlerThatIs(one.ready, one.err), http.MethodGet, one.path).Code; got != one.want {
			t.Errorf("%s answered %d instead of %d", one.path, got, one.want)
		}
	}
}

func TestKnowsNothingElse(t *testing.T) {
	handler := handlerThatIs(true, nil)
	if got := ask(t, handler, http.MethodGet, "/other").Code; got != http.StatusNotFound {
		t.Errorf("another path answered %d", got)
	}
	if got := ask(t, handler, http.MethodPost, "/livez").Code; got != http.StatusMethodNotAllowed {
		t.Errorf("another method answered %d", got)
	}
}
