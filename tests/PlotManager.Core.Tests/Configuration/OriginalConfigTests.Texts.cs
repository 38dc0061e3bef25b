namespace PlotManager.Core.Tests.Configuration;

/// <summary>Configs as the original's own example and users had them.</summary>
public sealed partial class OriginalConfigTests
{
    private const string Version010 = """
        # This is a single variable that should contain the location of your chia executable file.
        # WINDOWS EXAMPLE: C:\Users\Swar\AppData\Local\chia-blockchain\app-1.1.2\resources\app.asar.unpacked\daemon\chia.exe
        chia_location: C:\Users\Swar\AppData\Local\chia-blockchain\app-1.1.2\resources\app.asar.unpacked\daemon\chia.exe

        manager:
          check_interval: 60
          log_level: ERROR

        log:
          folder_path: S:\Chia\Logs\Plotter

        view:
          check_interval: 60
          datetime_format: "%Y-%m-%d %H:%M:%S"
          include_seconds_for_phase: false
          include_drive_info: true
          include_cpu: true
          include_ram: true
          include_plot_stats: true

        notifications:
          # DISCORD
          notify_discord: false
          discord_webhook_url: https://discord.com/api/webhooks/0000000000000000/XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
          # IFTTT
          notify_ifttt: false
          ifttt_webhook_url: https://maker.ifttt.com/trigger/{event}/with/key/{api_key}
          # PLAY AUDIO SOUND
          notify_sound: false
          song: audio.mp3
          # PUSHOVER
          notify_pushover: false
          pushover_user_key: xx
          pushover_api_key: xx
          # TELEGRAM
          notify_telegram: false
          telegram_token: xxxxx
          # TWILIO
          notify_twilio: false
          twilio_account_sid: xxxxx
          twilio_auth_token: xxxxx
          twilio_from_phone: +1234657890
          twilio_to_phone: +1234657890

        instrumentation:
          prometheus_enabled: false
          prometheus_port: 9090

        progress:
          phase1_line_end: 801
          phase2_line_end: 834
          phase3_line_end: 2474
          phase4_line_end: 2620
          phase1_weight: 33.4
          phase2_weight: 20.43
          phase3_weight: 42.29
          phase4_weight: 3.88

        global:
          max_concurrent: 10
          max_for_phase_1: 3
          minimum_minutes_between_jobs: 5

        jobs:
          - name: micron
            max_plots: 999
            farmer_public_key:
            pool_public_key:
            temporary_directory: Z:\Plotter
            temporary2_directory:
            destination_directory: J:\Plots
            size: 32
            bitfield: true
            threads: 8
            buckets: 128
            memory_buffer: 4000
            max_concurrent: 6
            max_concurrent_with_start_early: 7
            initial_delay_minutes: 0
            stagger_minutes: 60
            max_for_phase_1: 2
            concurrency_start_early_phase: 4
            concurrency_start_early_phase_delay: 0
            temporary2_destination_sync: false
            exclude_final_directory: false
            skip_full_destinations: true
            unix_process_priority: 10
            windows_process_priority: 32
            enable_cpu_affinity: false
            cpu_affinity: [ 0, 1, 2, 3, 4, 5 ]

          - name: inland
            max_plots: 999
            farmer_public_key:
            pool_public_key:
            temporary_directory:
              - Y:\Plotter1
              - Y:\Plotter2
            temporary2_directory:
              - J:\Plots
              - K:\Plots
            destination_directory:
              - J:\Plots
              - K:\Plots
            size: 32
            bitfield: true
            threads: 8
            buckets: 128
            memory_buffer: 4000
            max_concurrent: 2
            max_concurrent_with_start_early: 3
            initial_delay_minutes: 0
            stagger_minutes: 160
            max_for_phase_1: 1
            concurrency_start_early_phase: 4
            concurrency_start_early_phase_delay: 0
            temporary2_destination_sync: true
            exclude_final_directory: false
            skip_full_destinations: true
            unix_process_priority: 10
            windows_process_priority: 32
            enable_cpu_affinity: false
            cpu_affinity: [ 0, 1, 2, 3, 4, 5 ]
        """;

    // 0.1.1 brought madMax: the backend and what only it takes.
    private const string Version011 = """
        chia_location: /home/swar/chia-plotter/build/chia_plot
        backend: madmax

        manager:
          check_interval: 60
          log_level: ERROR
        log:
          folder_path: /home/swar/chia/logs
        view:
          check_interval: 60
          datetime_format: "%Y-%m-%d %H:%M:%S"
          include_seconds_for_phase: false
          include_drive_info: true
          include_cpu: true
          include_ram: true
          include_plot_stats: true
        notifications:
          notify_discord: false
          discord_webhook_url:
        instrumentation:
          prometheus_enabled: false
          prometheus_port: 9090
        progress:
          phase1_line_end: 801
          phase2_line_end: 834
          phase3_line_end: 2474
          phase4_line_end: 2620
          phase1_weight: 33.4
          phase2_weight: 20.43
          phase3_weight: 42.29
          phase4_weight: 3.88
        global:
          max_concurrent: 1
          max_for_phase_1: 1
          minimum_minutes_between_jobs: 0
        jobs:
          - name: ramdisk
            max_plots: 999
            farmer_public_key:
            pool_public_key:
            pool_contract_address:
            temporary_directory: /mnt/nvme/
            temporary2_directory: /mnt/ram/
            destination_directory:
            - /mnt/hdd1/
            - /mnt/hdd2/
            size: 32
            bitfield: true
            threads: 8
            threadX_p2: 1
            buckets: 256
            buckets_p3: 256
            memory_buffer: 4000
            max_concurrent: 1
            max_concurrent_with_start_early: 1
            initial_delay_minutes: 0
            stagger_minutes: 0
            max_for_phase_1: 1
            concurrency_start_early_phase: 4
            concurrency_start_early_phase_delay: 0
            temporary2_destination_sync: false
            exclude_final_directory: false
            skip_full_destinations: true
            unix_process_priority: 10
            windows_process_priority: 32
            enable_cpu_affinity: false
            cpu_affinity: [0, 1, 2, 3, 4, 5]
        """;
}
