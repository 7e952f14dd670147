# Somebody else's project: two Flink applications, started and stopped by Terraform. It shows that the review does not
# depend on how this project lays out its own stacks. `make-plans.ts` applies it to the local cloud, then plans `after`.
terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = "true"
  skip_requesting_account_id  = true
  max_retries                 = 2
}

variable "database_password" {
  type      = string
  sensitive = true
  default   = "correct horse battery staple"
}

locals {
  applications = { orders = 2, payments = 1 }
}

resource "aws_s3_bucket" "code" {
  bucket = "acme-flink-code"
}

resource "aws_s3_bucket_versioning" "code" {
  bucket = aws_s3_bucket.code.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_object" "jar" {
  bucket  = aws_s3_bucket.code.id
  key     = "acme-1.jar"
  content = "acme 1"
}

resource "aws_iam_role" "flink" {
  name = "acme-flink"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "kinesisanalytics.amazonaws.com" }
    }]
  })
}

data "aws_iam_policy_document" "flink" {
  statement {
    sid       = "ReadCode"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.code.arn}/*"]
  }
}

resource "aws_iam_role_policy" "flink" {
  name   = "read-code"
  role   = aws_iam_role.flink.id
  policy = data.aws_iam_policy_document.flink.json
}

resource "aws_kinesisanalyticsv2_application" "flink" {
  for_each               = local.applications
  name                   = "acme-${each.key}"
  runtime_environment    = "FLINK-1_20"
  service_execution_role = aws_iam_role.flink.arn
  start_application      = true

  application_configuration {
    application_code_configuration {
      code_content_type = "ZIPFILE"
      code_content {
        s3_content_location {
          bucket_arn = aws_s3_bucket.code.arn
          file_key   = aws_s3_object.jar.key
        }
      }
    }
    application_snapshot_configuration {
      snapshots_enabled = true
    }
    environment_properties {
      property_group {
        property_group_id = "database"
        property_map = {
          url      = "jdbc:postgresql://db.acme.example/${each.key}"
          password = var.database_password
        }
      }
    }
    flink_application_configuration {
      parallelism_configuration {
        configuration_type   = "CUSTOM"
        auto_scaling_enabled = true
        parallelism          = each.value
        parallelism_per_kpu  = 1
      }
    }
  }
}

resource "aws_kinesisanalyticsv2_application_snapshot" "before_release" {
  application_name = aws_kinesisanalyticsv2_application.flink["orders"].name
  snapshot_name    = "before-release-7"
}

resource "aws_dynamodb_table" "positions" {
  name         = "acme-positions"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "shard"
  attribute {
    name = "shard"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_sns_topic" "alerts" {
  name = "acme-alerts"
}

resource "aws_sqs_queue" "late" {
  name = "acme-late"
}

resource "aws_sqs_queue_policy" "late" {
  queue_url = aws_sqs_queue.late.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "FlinkSends"
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.late.arn
      Principal = { AWS = aws_iam_role.flink.arn }
    }]
  })
}

resource "aws_cloudwatch_log_group" "flink" {
  name              = "/aws/kinesis-analytics/acme"
  retention_in_days = 30
}

resource "aws_cloudwatch_metric_alarm" "downtime" {
  for_each            = local.applications
  alarm_name          = "acme-${each.key}-downtime"
  namespace           = "AWS/KinesisAnalytics"
  metric_name         = "downtime"
  dimensions          = { Application = "acme-${each.key}" }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}

output "runtime" {
  value = "FLINK-1_20"
}

output "password_in_use" {
  value     = var.database_password
  sensitive = true
}
