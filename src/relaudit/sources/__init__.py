"""All input and output: working trees and git directories; what they read is untrusted."""
