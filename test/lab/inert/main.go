// Every program of the lab's images: it says what it was told to do and does nothing of it. Called `sleep`, it sleeps as long as
// it is told; called as what services run (`serve`, `pause`), it stays until it is ended; as anything else, for a second.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

func main() {
	fmt.Printf("inert: %q\n", os.Args)
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)
	select {
	case <-ended:
	case <-time.After(duration()):
	}
}

func duration() time.Duration {
	switch filepath.Base(os.Args[0]) {
	case "serve", "pause":
		return 24 * time.Hour
	case "sleep":
		if len(os.Args) > 1 {
			if seconds, err := strconv.Atoi(os.Args[1]); err == nil {
				return time.Duration(seconds) * time.Second
			}
		}
	}
	return time.Second
}
