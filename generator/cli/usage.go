package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/generator/problem"
)

// usageError is a mistake on the command line.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// flagError says what is wrong with a flag in words that are no program's.
func flagError(_ *cobra.Command, err error) error {
	var number *strconv.NumError
	if !errors.As(err, &number) {
		return usageError{err}
	}
	wanted := "a whole number"
	if number.Func == "ParseBool" {
		wanted = "true or false"
	}
	return usagef("%s: write %s", strings.TrimSuffix(err.Error(), ": "+number.Error()), wanted)
}

// nothing is for commands without arguments. What stands after one that has
// commands of its own was meant as one of these.
func nothing(c *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case c.HasAvailableSubCommands():
		return unknown(c, args[0])
	}
	return usagef("%s takes no arguments, and was given %q", c.CommandPath(), args[0])
}

// single is for commands of one argument.
func single(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return usagef("%s wants a %s", c.CommandPath(), what)
		case len(args) > 1:
			return usagef("%s wants one %s, and was given %d; put quotation marks around one with spaces", c.CommandPath(), what, len(args))
		}
		return nil
	}
}

// unknown is for a command that there is not, with the nearest that there is.
func unknown(of *cobra.Command, name string) error {
	var names []string
	for _, c := range of.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	if near, ok := problem.Nearest(name, names); ok {
		return usagef("there is no command %q; did you mean %s %s?", name, of.CommandPath(), near)
	}
	return usagef("there is no command %q; %s help lists them", name, of.Root().Name())
}

// helpCommand explains a command. That of cobra explains the whole program where
// it does not know the one that is asked for.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Say all about a command", Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil {
				return usageError{err}
			}
			if len(rest) > 0 {
				return unknown(about, rest[0])
			}
			return about.Help()
		},
	}
}
