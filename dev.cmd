@echo off
python "%~dp0dev" %*
