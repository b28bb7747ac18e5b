// Command schedules says when the schedulers' own libraries run a schedule. A line of JSON in, a line of JSON out.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"
	// The zones of the tests are those of Go itself, not of the machine.
	_ "time/tzdata"

	"github.com/hashicorp/cronexpr"
	"github.com/robfig/cron/v3"
)

type question struct {
	Dialect string `json:"dialect"`
	Text    string `json:"text"`
	Zone    string `json:"zone"`
	// The zone that counts in the end: that of the text, if it names one.
	Clock string `json:"clock"`
	After int64  `json:"after"`
	Count int    `json:"count"`
}

type answer struct {
	Error string  `json:"error"`
	Runs  []int64 `json:"runs"`
	// Of the moment that was asked about and of each run: how far the clock is from UTC.
	Offsets []int `json:"offsets"`
}

type next func(time.Time) time.Time

const fields = cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow

func parse(q question) (next, error) {
	switch q.Dialect {
	case "nomad":
		parsed, err := cronexpr.Parse(q.Text)
		if err != nil {
			return nil, err
		}
		return func(t time.Time) (found time.Time) {
			// An empty list of months makes it panic; Nomad catches that too.
			defer func() {
				if recover() != nil {
					found = time.Time{}
				}
			}()
			return parsed.Next(t)
		}, nil
	case "robfig-fields":
		return of(cron.NewParser(fields).Parse(q.Text))
	case "robfig-seconds":
		return of(cron.NewParser(cron.SecondOptional | fields | cron.Descriptor).Parse(q.Text))
	}
	return of(cron.ParseStandard(q.Text))
}

func of(schedule cron.Schedule, err error) (next, error) {
	if err != nil {
		return nil, err
	}
	return schedule.Next, nil
}

func ask(q question) (a answer) {
	defer func() {
		if r := recover(); r != nil {
			a = answer{Error: fmt.Sprint("panic: ", r)}
		}
	}()
	location, err := time.LoadLocation(q.Zone)
	if err != nil {
		return answer{Error: err.Error()}
	}
	schedule, err := parse(q)
	if err != nil {
		return answer{Error: err.Error()}
	}
	a.Runs = []int64{}
	at := time.Unix(q.After, 0).In(location)
	clock, err := time.LoadLocation(q.Clock)
	if err != nil {
		return answer{Error: err.Error()}
	}
	a.Offsets = []int{offset(at.In(clock))}
	for range q.Count {
		at = schedule(at)
		if at.IsZero() {
			break
		}
		a.Runs = append(a.Runs, at.Unix())
		a.Offsets = append(a.Offsets, offset(at.In(clock)))
	}
	return a
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// Where the clock skipped a whole day, the libraries may look for ever.
func askInTime(q question) answer {
	answered := make(chan answer, 1)
	go func() { answered <- ask(q) }()
	select {
	case a := <-answered:
		return a
	case <-time.After(10 * time.Second):
		return answer{Error: "endless"}
	}
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			panic(err)
		}
		if err := out.Encode(askInTime(q)); err != nil {
			panic(err)
		}
	}
}
