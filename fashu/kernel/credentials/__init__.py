"""How somebody proves who he is: passwords, second factors, sessions, one sign-on."""
