"""Registers of the whole workspace: each is a neutral list, from which every format is made."""
